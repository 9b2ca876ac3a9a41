package io.qmaster.domain;

/**
 * The batch was cancelled. {@link #result()} holds the last status. Thrown to library consumers. Immutable and
 * thread-safe.
 */
public final class BatchCancelledException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private final BatchResult result;

    /** Creates an exception with the result of the batch. */
    public BatchCancelledException(Failure failure, BatchResult result) {
        super(failure);
        this.result = result;
    }

    /** The last status, and what is known of the outputs. */
    public BatchResult result() {
        return result;
    }
}
