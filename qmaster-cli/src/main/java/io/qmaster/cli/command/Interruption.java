package io.qmaster.cli.command;

import io.qmaster.cli.command.Signals.Signal;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Why the command should stop what it waits for. What asks for it interrupts the thread that armed this, which then finds
 * the reason here. Safe for threads.
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
         * Ends it.
         *
         * @param code the exit code
         * @param lastWord what is told; empty if nothing is left open
         */
        void leave(ExitCode code, Optional<CommandFailure> lastWord);
    }

    /** Why to stop. */
    public enum Reason {
        /** Ctrl-C. */
        INTERRUPTED(ExitCode.INTERRUPTED, "interrupted"),
        /** The process was asked to end. */
        TERMINATED(ExitCode.TERMINATED, "terminated"),
        /** The terminal is gone. */
        HUNG_UP(ExitCode.HUNG_UP, "hung up"),
        /** Nobody reads our answers any more. */
        UNREAD(ExitCode.HUNG_UP, "the reader of the answers is gone");

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

        /** What is told. */
        public String words() {
            return words;
        }
    }

    /**
     * Nothing has come yet.
     *
     * @param signals what can come
     * @param leaving ends the process at once
     */
    public Interruption(Signals signals, Leaving leaving) {
        this.signals = signals;
        this.leaving = leaving;
    }

    /** From now on the calling thread is interrupted when there is a reason to stop. */
    public void arm() {
        synchronized (this) {
            waiting = Thread.currentThread();
        }
        signals.deliverTo(this::arrived);
    }

    /** What is told from now on if the process is left at once, by why it is left: nobody can wait for more by then. */
    synchronized void lastWord(Function<Reason, Optional<CommandFailure>> words) {
        lastWord = words;
    }

    /** The first Ctrl-C or TERM does this, and the second acts as the first otherwise would. */
    synchronized void drainFirst(Runnable task) {
        drain = task;
    }

    /** What drained; {@link Reason#INTERRUPTED} if nothing did. */
    synchronized Reason drainedBy() {
        return Optional.ofNullable(drained).orElse(Reason.INTERRUPTED);
    }

    /** Nobody reads our answers any more. */
    public synchronized void unread() {
        if (reason == null) {
            stop(Reason.UNREAD);
        }
    }

    /** Why to stop; {@link Reason#INTERRUPTED} if a thread was interrupted and nobody said why. */
    public synchronized Reason reason() {
        return Optional.ofNullable(reason).orElse(Reason.INTERRUPTED);
    }

    /** Whether nobody wants anything more of us but that we leave. */
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
            // Who asks a second time does not want to wait until the batch is cancelled or the journal settled.
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
