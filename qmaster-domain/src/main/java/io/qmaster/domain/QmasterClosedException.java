package io.qmaster.domain;

/**
 * The {@link Qmaster} was closed: while somebody waited, or before the call. Batches are left running.
 */
public final class QmasterClosedException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public QmasterClosedException(Failure failure) {
        super(failure);
    }
}
