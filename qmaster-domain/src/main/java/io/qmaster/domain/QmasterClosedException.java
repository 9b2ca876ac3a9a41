package io.qmaster.domain;

/**
 * The {@link Qmaster} was closed before or during the call. Batches keep running. Thrown to library consumers.
 * Immutable and thread-safe.
 */
public final class QmasterClosedException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public QmasterClosedException(Failure failure) {
        super(failure);
    }
}
