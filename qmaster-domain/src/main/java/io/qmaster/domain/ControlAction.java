package io.qmaster.domain;

import java.util.Locale;

/** What the engine can be asked to do with a batch or a job that it has. */
public enum ControlAction {
    /** Stops it for good. */
    CANCEL,
    /** Pauses it. */
    PAUSE,
    /** Resumes it. */
    RESUME;

    /** The word for people: {@code cancel}, {@code pause}, {@code resume}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a state shows that it was done. */
    public boolean isShownBy(BatchState state) {
        return switch (this) {
            case CANCEL -> state == BatchState.CANCELLED;
            case PAUSE -> state == BatchState.HOLD;
            case RESUME -> state != BatchState.HOLD;
        };
    }
}
