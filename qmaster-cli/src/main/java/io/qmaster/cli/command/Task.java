package io.qmaster.cli.command;

import io.qmaster.cli.output.ExitCode;
import java.util.Map;

/** One command of the program: its fields are what the command line says. */
public interface Task {
    /**
     * Does it.
     *
     * @return what the program exits with
     * @throws InterruptedException if the thread was interrupted
     */
    ExitCode run(Invocation invocation) throws InterruptedException;

    /** What to do about a failure with this code, where its own options help; by code. */
    default Map<String, String> hints() {
        return Map.of();
    }

    /** Whether it submits a batch. What fails says then whether the engine has that batch. */
    default boolean submits() {
        return false;
    }

    /** What counts in the configuration instead of an option that means something else to this command; by option. */
    default Map<String, String> flags() {
        return Map.of();
    }
}
