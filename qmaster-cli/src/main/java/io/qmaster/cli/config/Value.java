package io.qmaster.cli.config;

/**
 * A value and its origin.
 *
 * @param place the flag, the variable, or the path of the config file; empty for a default
 */
public record Value(String text, Level level, String place) {
    /** The levels, in descending order of precedence. */
    public enum Level {
        /** On the command line. */
        FLAG,
        /** In the environment. */
        ENVIRONMENT,
        /** In the config file. */
        FILE,
        /** Not given anywhere. */
        DEFAULT
    }

    /** A copy with another text. */
    Value with(String other) {
        return new Value(other, level, place);
    }

    /** The origin for people. */
    public String origin() {
        return place.isEmpty() ? "default" : place;
    }
}
