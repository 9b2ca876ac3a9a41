package io.qmaster.domain;

/** The state of a batch or a job, as its backend understands the engine. */
public enum BatchState {
    /** Queued, not begun. */
    WAITING,
    /** Being encoded. */
    PROCESSING,
    /** Encoded; the segments are being joined. */
    POST_PROCESSING,
    /** Paused by somebody, until it is resumed. */
    HOLD,
    /** Stopped for good by somebody; partial outputs are deleted. */
    CANCELLED,
    /** The engine says that everything was encoded. */
    SUCCESSFUL,
    /** The engine gave up. */
    FAILED,
    /** The backend does not know the engine's word. The raw text is kept; it is never success. */
    UNKNOWN;

    /** Whether the engine does nothing more: cancelled, successful or failed. */
    public boolean isFinal() {
        return this == CANCELLED || this == SUCCESSFUL || this == FAILED;
    }
}
