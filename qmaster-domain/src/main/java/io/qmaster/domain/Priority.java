package io.qmaster.domain;

import java.util.Locale;

/** How soon a batch is worked on: the engine takes high before medium, medium before low (Apple's Batch Monitor manual). */
public enum Priority {
    /** After everything else; the default. */
    LOW,
    /** Before low. */
    MEDIUM,
    /** Before medium and low. */
    HIGH;

    /** The word that the engine and our program use: {@code low}, {@code medium}, {@code high}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The priority that a word stands for, in any letter case.
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
