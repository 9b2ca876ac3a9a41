package io.qmaster.cli.webhook;

import java.time.Duration;
import java.util.Optional;

/** The result of sending a notice. */
public sealed interface Answer {
    /** The message for people, without secrets. */
    String words();

    /** Whether the notice should be sent again. */
    default boolean mayPass() {
        return !(this instanceof Taken || this instanceof Never);
    }

    /** The notice was accepted. */
    record Taken(String words) implements Answer {}

    /**
     * It should be sent again.
     *
     * @param after the delay that the receiver asks for, if it does
     */
    record Later(String words, Optional<Duration> after) implements Answer {}

    /** No answer: the receiver or the network is down. */
    record Unreachable(String words) implements Answer {}

    /** It was not sent: it cannot be signed. */
    record Unsigned(String words) implements Answer {}

    /** It was refused permanently. */
    record Never(String words) implements Answer {}
}
