package io.qmaster.domain;

/**
 * This backend, or this generation of the engine, does not support what was requested. Nothing was started. Thrown to
 * library consumers, by authors of backends. Immutable and thread-safe.
 */
public final class UnsupportedByEngineException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public UnsupportedByEngineException(Failure failure) {
        super(failure);
    }
}
