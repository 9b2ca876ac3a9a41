package io.qmaster.domain;

/**
 * The state of a batch or a job, as its backend understands the engine. For library consumers and authors of backends.
 * Immutable and thread-safe.
 */
public enum BatchState {
    /** Queued, not started. */
    WAITING,
    /** Being encoded. */
    PROCESSING,
    /** Encoded; the segments are being joined. */
    POST_PROCESSING,
    /** Paused until it is resumed. */
    HOLD,
    /** Cancelled by a user or program; partial outputs are deleted. */
    CANCELLED,
    /** The engine reports that everything was encoded. */
    SUCCESSFUL,
    /** The engine reports a failure. */
    FAILED,
    /** The backend does not know the engine's status text, which is kept. Never treated as success. */
    UNKNOWN;

    /** Whether the state is cancelled, successful or failed. */
    public boolean isFinal() {
        return this == CANCELLED || this == SUCCESSFUL || this == FAILED;
    }
}
