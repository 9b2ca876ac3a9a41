package io.qmaster.compressor;

import java.time.Duration;
import java.util.Locale;

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

    /** Whether it ended by itself and says that all was well. */
    boolean succeeded() {
        return ending == Ending.EXITED && exitCode == 0;
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
