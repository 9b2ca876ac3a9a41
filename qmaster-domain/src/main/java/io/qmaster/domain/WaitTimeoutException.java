package io.qmaster.domain;

/** A limit of {@link WaitLimits} ran out. {@link #isCancelled()} says whether the batch was cancelled for it. */
public final class WaitTimeoutException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private final boolean cancelled;

    /**
     * Carries a failure.
     *
     * @param failure what is told
     * @param cancelled whether the engine shows the batch as cancelled
     */
    public WaitTimeoutException(Failure failure, boolean cancelled) {
        super(failure);
        this.cancelled = cancelled;
    }

    /** Whether the engine shows the batch as cancelled; otherwise it was left running, or cancelling was not confirmed. */
    public boolean isCancelled() {
        return cancelled;
    }
}
