package io.qmaster.domain;

/**
 * A submission cannot be retried: it is still open or already being retried, so that it could run twice, or no output
 * is missing. Nothing was submitted. Thrown to library consumers. Immutable and thread-safe.
 */
public final class RetryException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public RetryException(Failure failure) {
        super(failure);
    }
}
