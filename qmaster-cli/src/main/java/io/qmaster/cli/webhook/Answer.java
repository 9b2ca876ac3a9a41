package io.qmaster.cli.webhook;

import java.time.Duration;
import java.util.Optional;

/** What came of sending a notice. */
public sealed interface Answer {
    /** In words for people, without secrets. */
    String words();

    /** Whether the notice may be taken later. */
    default boolean mayPass() {
        return this instanceof Later || this instanceof Unreachable;
    }

    /**
     * The notice was taken.
     *
     * @param words in words for people
     */
    record Taken(String words) implements Answer {}

    /**
     * It may be taken later.
     *
     * @param words in words for people
     * @param after how long the other side wants to be left in peace, if it says so
     */
    record Later(String words, Optional<Duration> after) implements Answer {}

    /**
     * Nothing came back: the other side, or the way to it, is down.
     *
     * @param words in words for people
     */
    record Unreachable(String words) implements Answer {}

    /**
     * It will never be taken.
     *
     * @param words in words for people
     */
    record Never(String words) implements Answer {}
}
