package io.qmaster.domain;

import java.util.Locale;

/**
 * An action that the engine can perform on a batch or a job. For library consumers and authors of backends. Immutable
 * and thread-safe.
 */
public enum ControlAction {
    /** Cancels it. */
    CANCEL,
    /** Pauses it. */
    PAUSE,
    /** Resumes it. */
    RESUME;

    /** The name in lower case: {@code cancel}, {@code pause}, {@code resume}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a state shows that the action was performed. */
    public boolean isShownBy(BatchState state) {
        return switch (this) {
            case CANCEL -> state == BatchState.CANCELLED;
            case PAUSE -> state == BatchState.HOLD;
            case RESUME -> state != BatchState.HOLD;
        };
    }
}
