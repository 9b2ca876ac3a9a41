package io.qmaster.domain;

/**
 * The batch failed: the engine reported that, or it reported success and an output is missing, empty or incomplete
 * ({@code OUTPUT_MISSING}, {@code OUTPUT_EMPTY}, {@code OUTPUT_INCOMPLETE} as {@link #code()}). Thrown to library
 * consumers. Immutable and thread-safe.
 */
public final class BatchFailedException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final BatchResult result;

    /**
     * Creates an exception with the result of the batch.
     *
     * @param failure the failure
     * @param reason the engine's reason, or what is wrong with the outputs
     * @param result the last status, and what is known of the outputs
     */
    public BatchFailedException(Failure failure, String reason, BatchResult result) {
        super(failure);
        this.reason = reason;
        this.result = result;
    }

    /** The engine's reason, or what is wrong with the outputs. */
    public String reason() {
        return reason;
    }

    /** The last status, and what is known of the outputs. */
    public BatchResult result() {
        return result;
    }
}
