package io.qmaster.it;

import java.io.IOException;

/** Runs a command of the system that a test needs. */
final class SystemCommand {
    private SystemCommand() {}

    /** Runs a command to its end; returns whether it exists and succeeded. */
    static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
