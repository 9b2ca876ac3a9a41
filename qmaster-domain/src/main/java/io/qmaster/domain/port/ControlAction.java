package io.qmaster.domain.port;

import java.util.Locale;

/** What can be asked of a batch that the engine has. */
public enum ControlAction {
    /** Stop it for good. */
    CANCEL,
    /** Put it on hold. */
    PAUSE,
    /** Take it up again. */
    RESUME;

    /** The word for people: {@code cancel}, {@code pause}, {@code resume}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
