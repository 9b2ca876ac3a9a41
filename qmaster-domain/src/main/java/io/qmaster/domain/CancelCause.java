package io.qmaster.domain;

import java.util.Locale;

/** Who cancelled a batch. */
public enum CancelCause {
    /** The caller asked for it. */
    USER,
    /** A time limit of the caller ran out. */
    TIMEOUT,
    /** The program that waited was interrupted. */
    INTERRUPT,
    /** Somebody else. */
    EXTERNAL;

    /** The word in our JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
