package io.qmaster.domain;

/**
 * The destination is missing, is a folder where a file is expected, or its folder cannot be created; or a path that the
 * engine may write exists and may not be replaced, or equals a source, another output or an output of an open batch.
 * Nothing was submitted. Thrown to library consumers. Immutable and thread-safe.
 */
public final class DestinationException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public DestinationException(Failure failure) {
        super(failure);
    }
}
