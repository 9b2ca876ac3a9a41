package io.qmaster.domain;

/**
 * There is nothing to retry: a submission is still open or is being retried already, so that it could run twice, or what it was to
 * make is there. Nothing was submitted.
 */
public final class RetryException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public RetryException(Failure failure) {
        super(failure);
    }
}
