package io.qmaster.compressor;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a program ended, and what it wrote.
 *
 * @param exitCode its exit code if it {@link Ending#EXITED}, otherwise meaningless; 128 plus the signal if a signal
 *     ended it
 * @param output what it wrote to stdout
 * @param error what it wrote to stderr
 */
record CommandResult(Ending ending, int exitCode, CapturedOutput output, CapturedOutput error, Duration took) {
    private static final int HIGHEST_SIGNAL = 31;
    private static final int INT = 2;

    /** {@code EX_SOFTWARE} of sysexits.h. */
    private static final int INTERNAL_FAULT = 70;

    /** Uncaught exceptions of Cocoa, and stack frames as macOS and the JVM print them. */
    private static final Pattern STACK_TRACE = Pattern.compile(
            "\\*\\*\\* Terminating app due to uncaught exception|terminating (?:due to|with) uncaught exception"
                    + "|\\*\\*\\* First throw call stack|^\\d{1,3} {1,9}\\S{1,80} {1,40}0x[0-9a-f]{8,16} |^\\s{1,9}at [\\w.$]{1,200}\\(",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    /** How a program ended. */
    enum Ending {
        /** It ended by itself, or another process ended it. */
        EXITED,
        /** It was killed at the deadline. */
        DEADLINE
    }

    /** Whether it ended by itself. */
    boolean endedByItself() {
        return ending == Ending.EXITED && !endedBySignal();
    }

    /** Whether a signal of another process ended it. An exit code of 129 to 159 counts as a signal. */
    boolean endedBySignal() {
        return ending == Ending.EXITED && exitCode > 128 && exitCode <= 128 + HIGHEST_SIGNAL;
    }

    /** Whether Ctrl-C ended it. A terminal sends it to every program in the foreground. */
    boolean endedByInterrupt() {
        return ending == Ending.EXITED && exitCode == 128 + INT;
    }

    /** Whether it ended with exit code 0. */
    boolean succeeded() {
        return ending == Ending.EXITED && exitCode == 0;
    }

    /** Whether it crashed: then its output does not show what it had done. */
    boolean crashed() {
        return ending == Ending.EXITED
                && (exitCode == INTERNAL_FAULT
                        || STACK_TRACE.matcher(error.text()).find()
                        || STACK_TRACE.matcher(output.text()).find());
    }

    /** A description such as {@code ended with exit code 3 after 1.2 s}. */
    String describe() {
        String seconds = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
        if (ending == Ending.DEADLINE) {
            return "did not end within " + seconds + " and was killed";
        }
        return endedBySignal()
                ? "was ended by signal " + (exitCode - 128) + " after " + seconds
                : "ended with exit code " + exitCode + " after " + seconds;
    }
}
