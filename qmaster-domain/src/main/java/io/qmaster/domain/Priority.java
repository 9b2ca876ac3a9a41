package io.qmaster.domain;

import java.util.Locale;

/**
 * The priority of a batch: the engine processes high before medium, medium before low (Apple's Batch Monitor manual).
 * For library consumers and authors of backends. Immutable and thread-safe.
 */
public enum Priority {
    /** After everything else; the default. */
    LOW,
    /** Before low. */
    MEDIUM,
    /** Before medium and low. */
    HIGH;

    /** The name in lower case, as the engine and the program use it: {@code low}, {@code medium}, {@code high}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The priority with a name, in any letter case.
     *
     * @throws IllegalArgumentException if there is no such priority
     */
    public static Priority of(String word) {
        for (Priority priority : values()) {
            if (priority.word().equalsIgnoreCase(word.strip())) {
                return priority;
            }
        }
        throw new IllegalArgumentException("a priority is low, medium or high, not \"" + word + "\"");
    }
}
