package io.qmaster.cli.command;

import java.util.function.Consumer;

/** The signals that reach this process. */
@FunctionalInterface
public interface Signals {
    /** No signal ever comes: they do what they do to any program. */
    Signals NONE = receiver -> {};

    /** A signal that ends a program unless it knows better. */
    enum Signal {
        /** Ctrl-C. */
        INT,
        /** Somebody wants the process to end. */
        TERM,
        /** The terminal is gone. */
        HUP
    }

    /** From now on a receiver is told of every signal, on any thread, instead of what they would do. */
    void deliverTo(Consumer<Signal> receiver);
}
