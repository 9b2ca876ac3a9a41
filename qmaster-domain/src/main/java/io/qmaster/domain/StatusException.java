package io.qmaster.domain;

/**
 * The status could not be read for longer than the policy allows. The batch itself may be well.
 */
public final class StatusException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public StatusException(Failure failure) {
        super(failure);
    }
}
