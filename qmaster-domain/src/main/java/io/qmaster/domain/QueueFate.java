package io.qmaster.domain;

/** What is known of a batch at the moment something failed: whether the engine has it. */
public enum QueueFate {
    /** The engine does not have the batch: it is safe to submit it again. */
    NOT_QUEUED,
    /** The engine has the batch. */
    QUEUED,
    /** Nobody can say: submitting again could run it twice. */
    UNKNOWN
}
