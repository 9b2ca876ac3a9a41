package io.qmaster.domain;

/**
 * No destination was given, it is a folder where a file is meant, a path that the engine may write exists and may not
 * go, equals a source, another output or an output of an open batch, or its folder cannot be made. Nothing was
 * submitted.
 */
public final class DestinationException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public DestinationException(Failure failure) {
        super(failure);
    }
}
