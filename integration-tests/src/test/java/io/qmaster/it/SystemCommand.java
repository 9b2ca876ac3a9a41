package io.qmaster.it;

import java.io.IOException;

/** A command of the system that a test needs for its setting. */
final class SystemCommand {
    private SystemCommand() {}

    /** Runs a command to its end; whether it is there and did what it should. */
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
