package io.qmaster.domain;

/** The batch ended as cancelled. {@link #result()} holds the last status. */
public final class BatchCancelledException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private final BatchResult result;

    /** Carries a failure with the end of the batch. */
    public BatchCancelledException(Failure failure, BatchResult result) {
        super(failure);
        this.result = result;
    }

    /** The last status, and what was found of the outputs. */
    public BatchResult result() {
        return result;
    }
}
