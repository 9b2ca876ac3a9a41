package io.qmaster.compressor;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a program ended, and what it wrote.
 *
 * @param ending how it ended
 * @param exitCode its exit code if it {@link Ending#EXITED}, otherwise meaningless; 128 and the signal if one ended it
 * @param output what it wrote to stdout
 * @param error what it wrote to stderr
 * @param took how long it ran
 */
record CommandResult(Ending ending, int exitCode, CapturedOutput output, CapturedOutput error, Duration took) {
    private static final int HIGHEST_SIGNAL = 31;
    private static final int INT = 2;

    /** {@code EX_SOFTWARE} of sysexits.h. */
    private static final int INTERNAL_FAULT = 70;

    /** The end of a Cocoa program that an exception ended, frames as macOS prints them, and those of the JVM. */
    private static final Pattern STACK_TRACE = Pattern.compile(
            "\\*\\*\\* Terminating app due to uncaught exception|terminating (?:due to|with) uncaught exception"
                    + "|\\*\\*\\* First throw call stack|^\\d{1,3} {1,9}\\S{1,80} {1,40}0x[0-9a-f]{8,16} |^\\s{1,9}at [\\w.$]{1,200}\\(",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

    /** How a program ended. */
    enum Ending {
        /** By itself, or because somebody else ended it. */
        EXITED,
        /** We ended it, since the deadline had come. */
        DEADLINE
    }

    /** Whether it ended by itself with an exit code of its own. */
    boolean endedByItself() {
        return ending == Ending.EXITED && !endedBySignal();
    }

    /** Whether somebody else ended it. An exit code that looks like a signal is taken for one. */
    boolean endedBySignal() {
        return ending == Ending.EXITED && exitCode > 128 && exitCode <= 128 + HIGHEST_SIGNAL;
    }

    /** Whether Ctrl-C ended it, which at a terminal reaches every program in the foreground, not only the one that started it. */
    boolean endedByInterrupt() {
        return ending == Ending.EXITED && exitCode == 128 + INT;
    }

    /** Whether it ended by itself and says that all was well. */
    boolean succeeded() {
        return ending == Ending.EXITED && exitCode == 0;
    }

    /** Whether it ended because of a fault of its own: nothing that it wrote says what it did before. */
    boolean crashed() {
        return ending == Ending.EXITED
                && (exitCode == INTERNAL_FAULT
                        || STACK_TRACE.matcher(error.text()).find()
                        || STACK_TRACE.matcher(output.text()).find());
    }

    /** In words, such as {@code ended with exit code 3 after 1.2 s}. */
    String inWords() {
        String seconds = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
        if (ending == Ending.DEADLINE) {
            return "had not ended after " + seconds + " and was ended";
        }
        return endedBySignal()
                ? "was ended by signal " + (exitCode - 128) + " after " + seconds
                : "ended with exit code " + exitCode + " after " + seconds;
    }
}
