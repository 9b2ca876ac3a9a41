package io.qmaster.cli.output;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Whether people watch standard error on a terminal that can be drawn on. */
public final class Terminal {
    private Terminal() {}

    /** Whether standard error of this process is such a terminal. */
    public static boolean canDraw(Map<String, String> environment) {
        String kind = environment.getOrDefault("TERM", "dumb");
        return !kind.isEmpty() && !kind.equals("dumb") && isTerminal();
    }

    /** Java 17 tells of stdin and stdout only, and only of both together. */
    private static boolean isTerminal() {
        Process test;
        try {
            test = new ProcessBuilder("test", "-t", "2")
                    .redirectInput(Redirect.INHERIT)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.INHERIT)
                    .start();
        } catch (IOException noSuchProgram) {
            return false;
        }
        try {
            return test.waitFor(1, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            test.destroy();
        }
    }
}
