package io.qmaster.domain;

/**
 * Whether the engine has a batch, as far as it is known when something failed. For library consumers and authors of
 * backends. Immutable and thread-safe.
 */
public enum QueueFate {
    /** The engine does not have the batch: it is safe to submit it again. */
    NOT_QUEUED,
    /** The engine has the batch. */
    QUEUED,
    /** It is unknown: submitting again could run the batch twice. */
    UNKNOWN
}
