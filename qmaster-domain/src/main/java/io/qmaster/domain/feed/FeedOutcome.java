package io.qmaster.domain.feed;

/** The outcome of a source in a run. For library consumers. Immutable and thread-safe. */
public enum FeedOutcome {
    /** All of its outputs are valid. */
    SUCCESSFUL,
    /** Its batch failed, or one of its outputs is invalid. */
    FAILED,
    /** Its batch was cancelled. */
    CANCELLED,
    /** The engine no longer lists its batch. */
    LOST,
    /** It was set aside and not submitted: it is invalid, or the engine refused it. */
    REJECTED,
    /** It is unknown whether the engine has its batch; it is not submitted again. */
    UNSETTLED,
    /** It had nothing to submit. */
    SKIPPED,
    /** Its batch was queued and has not ended. */
    RUNNING,
    /** It was not submitted, because the run was drained or stopped. */
    LEFT
}
