package io.qmaster.domain;

/**
 * No source was given, or it is missing, unreadable, a folder where a file is expected (or the reverse), or has a
 * {@code ?} in its name, after which Compressor would expect parameters. Nothing was submitted or written. Thrown to
 * library consumers. Immutable and thread-safe.
 */
public final class SourceFileException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public SourceFileException(Failure failure) {
        super(failure);
    }
}
