package io.qmaster.domain;

import java.util.Locale;

/** Where a batch or a job stands, by the engine's own words. */
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
    /** The engine gave up; the status text holds its reason. */
    FAILED,
    /** A word that nobody knows. The raw text is kept; it is never success. */
    UNKNOWN;

    /** Whether the engine does nothing more: cancelled, successful or failed. */
    public boolean isFinal() {
        return this == CANCELLED || this == SUCCESSFUL || this == FAILED;
    }

    /**
     * The state that a status text stands for, such as {@code Waiting } or {@code Failed: 2x job controller down}.
     *
     * <p>Blanks around it and letter case do not matter: {@code Waiting } with a trailing blank was seen from Final Cut
     * Studio's Batch Monitor. Apple's manuals spell {@code Canceled}, the program {@code Cancelled}; both are
     * understood. Anything else is {@link #UNKNOWN}.
     */
    public static BatchState of(String statusText) {
        String text = statusText.strip().toLowerCase(Locale.ROOT);
        if (text.equals("failed") || text.startsWith("failed:")) {
            return FAILED;
        }
        return switch (text) {
            case "waiting" -> WAITING;
            case "processing" -> PROCESSING;
            case "postprocessing" -> POST_PROCESSING;
            case "hold" -> HOLD;
            case "cancelled", "canceled" -> CANCELLED;
            case "successful" -> SUCCESSFUL;
            default -> UNKNOWN;
        };
    }
}
