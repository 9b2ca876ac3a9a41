package io.qmaster.cli.command;

/** What keeps the machine awake while somebody waits for a batch. */
@FunctionalInterface
public interface Wakefulness {
    /** From now on the machine stays awake until this process ends. Does nothing the second time. */
    void begin();
}
