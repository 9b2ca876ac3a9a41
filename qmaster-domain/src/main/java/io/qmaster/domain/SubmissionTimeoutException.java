package io.qmaster.domain;

/**
 * The submission did not answer within its deadline. {@link #fate()} says what is known of the batch after it was looked
 * for: {@link QueueFate#NOT_QUEUED}, or {@link QueueFate#UNKNOWN} when nobody can say.
 */
public final class SubmissionTimeoutException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private final String evidence;

    /**
     * Carries a failure with what is known.
     *
     * @param failure what is told
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
