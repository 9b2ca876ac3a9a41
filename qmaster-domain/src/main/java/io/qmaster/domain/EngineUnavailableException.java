package io.qmaster.domain;

/**
 * The engine is not installed, cannot be executed, or does not answer. Nothing is queued.
 */
public final class EngineUnavailableException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public EngineUnavailableException(Failure failure) {
        super(failure);
    }
}
