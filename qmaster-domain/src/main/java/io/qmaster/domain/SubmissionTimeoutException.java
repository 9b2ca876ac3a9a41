package io.qmaster.domain;

/**
 * The submission did not answer within its deadline. {@link #fate()} says what is known after the batch was looked for:
 * {@link QueueFate#NOT_QUEUED} or {@link QueueFate#UNKNOWN}. Thrown to library consumers. Immutable and thread-safe.
 */
public final class SubmissionTimeoutException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private final String evidence;

    /**
     * Creates an exception with the evidence.
     *
     * @param failure the failure
     * @param evidence what was seen of the submission and of the search for it
     */
    public SubmissionTimeoutException(Failure failure, String evidence) {
        super(failure);
        this.evidence = evidence;
    }

    /** What was seen of the submission and of the search for it. */
    public String evidence() {
        return evidence;
    }
}
