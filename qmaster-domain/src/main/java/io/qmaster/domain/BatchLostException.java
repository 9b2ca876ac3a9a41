package io.qmaster.domain;

/**
 * A batch is lost: several consecutive successful queries did not list it, for longer than the policy allows. The
 * engine may have been reset. The batch is never submitted again automatically. Thrown to library consumers. Immutable
 * and thread-safe.
 */
public final class BatchLostException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public BatchLostException(Failure failure) {
        super(failure);
    }
}
