package io.qmaster.cli.config;

/**
 * A value with where it comes from.
 *
 * @param text the value itself
 * @param level on which level it was said
 * @param place where exactly: a flag, a variable, the path of the config file; empty for a default
 */
public record Value(String text, Level level, String place) {
    /** The levels, the one that wins first. */
    public enum Level {
        /** On the command line. */
        FLAG,
        /** In the environment. */
        ENVIRONMENT,
        /** In the config file. */
        FILE,
        /** Nobody said anything. */
        DEFAULT
    }

    /** The same with another text. */
    Value with(String other) {
        return new Value(other, level, place);
    }

    /** How people are told of the place. */
    public String origin() {
        return place.isEmpty() ? "default" : place;
    }
}
