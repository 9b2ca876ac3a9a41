package io.qmaster.cli.command;

import io.qmaster.cli.command.Signals.Signal;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reason to stop waiting. A request to stop interrupts the thread that armed this object, which then finds the
 * reason here. Thread-safe.
 */
public final class Interruption {
    private final Signals signals;
    private final Leaving leaving;
    private Function<Reason, Optional<CommandFailure>> lastWord = why -> Optional.empty();
    private @Nullable Runnable drain;
    private @Nullable Reason drained;
    private @Nullable Thread waiting;
    private @Nullable Reason reason;

    /** Ends the process at once. */
    @FunctionalInterface
    public interface Leaving {
        /**
         * Ends the process.
         *
         * @param lastWord the failure to report; empty if nothing is left open
         */
        void leave(ExitCode code, Optional<CommandFailure> lastWord);
    }

    /** The reasons to stop. */
    public enum Reason {
        /** Ctrl-C. */
        INTERRUPTED(ExitCode.INTERRUPTED, "interrupted"),
        /** The process was asked to end. */
        TERMINATED(ExitCode.TERMINATED, "terminated"),
        /** The terminal is gone. */
        HUNG_UP(ExitCode.HUNG_UP, "hung up"),
        /** The reader of standard output is gone. */
        UNREAD(ExitCode.HUNG_UP, "the reader of the answers is gone"),
        /** Standard output cannot be written for another reason. */
        ANSWER_UNWRITTEN(ExitCode.FAULT, "the answers could not be written to stdout");

        private final ExitCode exitCode;
        private final String words;

        Reason(ExitCode exitCode, String words) {
            this.exitCode = exitCode;
            this.words = words;
        }

        /** What the program exits with. */
        public ExitCode exitCode() {
            return exitCode;
        }

        /** The reason as a phrase, for messages. */
        public String words() {
            return words;
        }
    }

    /**
     * Creates an interruption without a reason yet.
     *
     * @param leaving ends the process at once
     */
    public Interruption(Signals signals, Leaving leaving) {
        this.signals = signals;
        this.leaving = leaving;
    }

    /** Makes a reason to stop interrupt the calling thread from now on. */
    public void arm() {
        synchronized (this) {
            waiting = Thread.currentThread();
        }
        signals.deliverTo(this::arrived);
    }

    /** Sets the failure to report if the process must exit at once, by the reason for it. */
    synchronized void lastWord(Function<Reason, Optional<CommandFailure>> words) {
        lastWord = words;
    }

    /** Sets what the first Ctrl-C or TERM does; the second then acts as the first otherwise would. */
    synchronized void drainFirst(Runnable task) {
        drain = task;
    }

    /** The reason for draining; {@link Reason#INTERRUPTED} if nothing drained. */
    synchronized Reason drainedBy() {
        return Optional.ofNullable(drained).orElse(Reason.INTERRUPTED);
    }

    /** Requests to stop because standard output cannot be written. */
    public synchronized void unwritten(boolean isReaderGone) {
        if (reason == null) {
            stop(isReaderGone ? Reason.UNREAD : Reason.ANSWER_UNWRITTEN);
        }
    }

    /** The reason to stop; {@link Reason#INTERRUPTED} if a thread was interrupted without a known reason. */
    public synchronized Reason reason() {
        return Optional.ofNullable(reason).orElse(Reason.INTERRUPTED);
    }

    /** Whether the process should exit without waiting for anything. */
    synchronized boolean leavesAtOnce() {
        return reason != null && reason != Reason.INTERRUPTED;
    }

    private synchronized void arrived(Signal signal) {
        Reason wanted = switch (signal) {
            case INT -> Reason.INTERRUPTED;
            case TERM -> Reason.TERMINATED;
            case HUP -> Reason.HUNG_UP;
        };
        if (reason == null && drain != null && signal != Signal.HUP) {
            Runnable task = drain;
            drain = null;
            drained = wanted;
            task.run();
        } else if (reason == null) {
            stop(wanted);
        } else if (signal == Signal.INT || (wanted == reason && signal == Signal.TERM)) {
            // A second request does not wait until the batch is cancelled or the journal settled.
            leaving.leave(wanted.exitCode(), lastWord.apply(wanted));
        } else if (reason == Reason.INTERRUPTED) {
            stop(wanted);
        }
    }

    private void stop(Reason wanted) {
        reason = wanted;
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
