package io.qmaster.domain.feed;

/** What became of a source in a run. */
public enum FeedOutcome {
    /** All of its outputs are good. */
    SUCCESSFUL,
    /** Its batch failed, or one of its outputs is not good. */
    FAILED,
    /** Its batch was cancelled. */
    CANCELLED,
    /** The engine no longer shows its batch. */
    LOST,
    /** It was set aside: it is invalid, or the engine refused it. Nothing of it was submitted. */
    REJECTED,
    /** It is not known whether the engine has its batch; it is not submitted again. */
    UNSETTLED,
    /** There was nothing to submit of it. */
    SKIPPED,
    /** Its batch was queued, and was not waited for. */
    RUNNING,
    /** It was not submitted, since the run was drained or stopped. */
    LEFT
}
