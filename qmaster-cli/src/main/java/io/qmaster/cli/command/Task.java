package io.qmaster.cli.command;

import io.qmaster.cli.output.ExitCode;
import java.util.Map;

/** One command of the program. Its fields hold the options and arguments. */
public interface Task {
    /** Executes the command. */
    ExitCode run(Invocation invocation) throws InterruptedException;

    /** The hints for failures that options of this command can solve, by the code of the failure. */
    default Map<String, String> hints() {
        return Map.of();
    }

    /** Whether it submits a batch. If so, a failure says whether the engine has that batch. */
    default boolean submits() {
        return false;
    }

    /**
     * The values that replace options in the configuration because they mean something else to this command, by option.
     */
    default Map<String, String> flags() {
        return Map.of();
    }
}
