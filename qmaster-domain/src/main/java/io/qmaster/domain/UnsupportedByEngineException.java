package io.qmaster.domain;

/**
 * This backend, or this generation of the engine, cannot do what was asked. Known before anything starts.
 */
public final class UnsupportedByEngineException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public UnsupportedByEngineException(Failure failure) {
        super(failure);
    }
}
