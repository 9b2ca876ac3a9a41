package io.qmaster.domain;

/**
 * No source was given, or it is missing, unreadable, a folder where a file is meant (or the reverse), or named with a
 * {@code ?}, behind which Compressor would look for parameters. Nothing was submitted or written.
 */
public final class SourceFileException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public SourceFileException(Failure failure) {
        super(failure);
    }
}
