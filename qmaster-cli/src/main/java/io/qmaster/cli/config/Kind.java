package io.qmaster.cli.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What values a key takes. */
enum Kind {
    /** Any text that is not empty. */
    TEXT,
    /** One of some words. */
    CHOICE,
    /** A path. */
    PATH,
    /** A time such as {@code 1h30m}. */
    DURATION,
    /** A size such as {@code 20G}. */
    SIZE,
    /** {@code true} or {@code false}. */
    TRUTH,
    /** The same, but in the environment any value at all means {@code true}: see no-color.org. */
    PRESENCE;

    /** Whether it is {@code true} or {@code false}, in the config file too. */
    boolean isTruth() {
        return this == TRUTH || this == PRESENCE;
    }

    /**
     * The value, if it is one of this kind.
     *
     * @param choices the words to choose from, where there are some
     * @throws IllegalArgumentException if it is not, with words that can stand behind the name of the key
     */
    String checked(String value, List<String> choices) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return switch (this) {
            case TEXT -> value;
            case CHOICE -> oneOf(choices, value);
            case PATH -> path(value);
            case DURATION -> duration(value);
            case SIZE -> Long.toString(Sizes.parse(value));
            case TRUTH, PRESENCE -> oneOf(List.of("true", "false"), value);
        };
    }

    private static String oneOf(List<String> choices, String value) {
        return choices.stream()
                .filter(choice -> choice.equalsIgnoreCase(value.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be " + String.join(" or ", choices) + ", not \"" + value + "\""));
    }

    private static String path(String value) {
        try {
            return Path.of(value).toString();
        } catch (InvalidPathException noPath) {
            throw new IllegalArgumentException("is no path: " + noPath.getMessage(), noPath);
        }
    }

    /** Only looked at: it is shown as it was written. */
    private static String duration(String value) {
        Duration time = Durations.parse(value);
        return time.isZero() ? "0s" : value;
    }
}
