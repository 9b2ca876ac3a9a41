package io.qmaster.domain;

/**
 * A limit of {@link WaitLimits} expired. {@link #isCancelled()} says whether the batch was cancelled. Thrown to library
 * consumers. Immutable and thread-safe.
 */
public final class WaitTimeoutException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private final boolean cancelled;

    /**
     * Creates an exception for a failure.
     *
     * @param failure the failure
     * @param cancelled whether the engine shows the batch as cancelled
     */
    public WaitTimeoutException(Failure failure, boolean cancelled) {
        super(failure);
        this.cancelled = cancelled;
    }

    /**
     * Whether the engine reports the batch as cancelled; otherwise it keeps running, or the cancellation was not
     * confirmed.
     */
    public boolean isCancelled() {
        return cancelled;
    }
}
