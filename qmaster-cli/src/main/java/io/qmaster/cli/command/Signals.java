package io.qmaster.cli.command;

import java.util.function.Consumer;

/** The signals that reach this process. */
@FunctionalInterface
public interface Signals {
    /** Receives no signals: they have their default effects. */
    Signals NONE = receiver -> {};

    /** A signal that by default ends a program. */
    enum Signal {
        /** Ctrl-C. */
        INT,
        /** The process was asked to end. */
        TERM,
        /** The terminal is gone. */
        HUP
    }

    /** Delivers every signal to a receiver from now on, on any thread, instead of its default effect. */
    void deliverTo(Consumer<Signal> receiver);
}
