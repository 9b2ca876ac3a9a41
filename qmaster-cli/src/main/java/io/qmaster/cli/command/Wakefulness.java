package io.qmaster.cli.command;

/** Keeps the computer awake while a command waits for a batch. */
@FunctionalInterface
public interface Wakefulness {
    /** Keeps the computer awake until this process ends. Later calls have no effect. */
    void begin();
}
