package io.qmaster.domain;

/**
 * A batch is out of sight: several successful answers in a row did not show it, for longer than the policy allows.
 * Somebody may have reset the engine. The batch is never submitted again by itself.
 */
public final class BatchLostException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public BatchLostException(Failure failure) {
        super(failure);
    }
}
