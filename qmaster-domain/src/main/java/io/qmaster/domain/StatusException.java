package io.qmaster.domain;

/**
 * A query or control call of a batch failed, or its status could not be read for longer than the policy allows. The
 * batch itself may be fine. Thrown to library consumers, by authors of backends. Immutable and thread-safe.
 */
public final class StatusException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public StatusException(Failure failure) {
        super(failure);
    }
}
