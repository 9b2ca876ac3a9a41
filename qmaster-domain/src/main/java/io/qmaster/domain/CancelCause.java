package io.qmaster.domain;

import java.util.Locale;

/** Who cancelled a batch. For library consumers. Immutable and thread-safe. */
public enum CancelCause {
    /** The caller. */
    USER,
    /** A time limit of the caller expired. */
    TIMEOUT,
    /** The interrupt of the program that waited for the batch. */
    INTERRUPT,
    /** Another user or program. */
    EXTERNAL;

    /** The name in JSON: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
