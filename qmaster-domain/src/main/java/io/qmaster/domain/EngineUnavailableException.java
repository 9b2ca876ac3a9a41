package io.qmaster.domain;

/**
 * The engine is not installed, cannot be executed, or does not answer. Nothing is queued. Thrown to library consumers.
 * Immutable and thread-safe.
 */
public final class EngineUnavailableException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public EngineUnavailableException(Failure failure) {
        super(failure);
    }
}
