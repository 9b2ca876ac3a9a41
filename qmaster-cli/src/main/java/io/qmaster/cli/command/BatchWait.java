package io.qmaster.cli.command;

import io.qmaster.cli.command.Interruption.Reason;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Durations;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.WaitTimeoutException;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Waits for the end of a batch; Ctrl-C cancels it or leaves it running, depending on the command. */
final class BatchWait {
    /** How long to wait until the state of a batch shows what was requested. */
    static final Duration CONFIRMATION = Duration.ofSeconds(60);

    private static final int MOST_NAMED = 20;

    private final Console console;
    private final SubmissionJournal journal;
    private final Interruption interruption;
    private final Timekeeper time;
    private final Announcements announcements;
    private final boolean cancelOnInterrupt;
    private final Wakefulness wakefulness;
    /** Whether it is certain that the request to cancel has reached the engine. */
    private volatile boolean asked;

    BatchWait(Invocation invocation, Announcements announcements, boolean cancelOnInterrupt) {
        this.console = invocation.console();
        this.journal = invocation.journal();
        this.interruption = invocation.interruption();
        this.time = invocation.time();
        this.announcements = announcements;
        this.cancelOnInterrupt = cancelOnInterrupt;
        this.wakefulness = invocation.adapters().wakefulness();
    }

    /**
     * Waits.
     *
     * @throws QmasterException as {@link QmasterBatch#awaitOrCancel(WaitLimits)}
     * @throws CommandFailure if a signal ended the wait
     */
    ExitCode untilEnd(QmasterBatch batch, WaitLimits limits) {
        return until(batch, () -> ended(batch, limits));
    }

    /** The same for one job: until the engine shows that it has ended, or its batch has. */
    ExitCode untilEnd(QmasterBatch batch, JobId job, WaitLimits limits) {
        return until(batch, () -> ended(batch, job, limits));
    }

    private ExitCode until(QmasterBatch batch, Supplier<ExitCode> end) {
        wakefulness.begin();
        interruption.lastWord(why -> Optional.of(leftAtOnce(batch, why)));
        Optional<CommandFailure> known = Optional.empty();
        try {
            return end.get();
        } catch (CommandFailure stopped) {
            known = Optional.of(stopped);
            throw stopped;
        } finally {
            Optional<CommandFailure> lastWord = known;
            interruption.lastWord(why -> lastWord);
        }
    }

    private ExitCode ended(QmasterBatch batch, WaitLimits limits) {
        boolean overBefore = batch.completion().toCompletableFuture().isDone();
        try {
            return ExitCode.of(reported(batch, limits, overBefore));
        } catch (InterruptedException stop) {
            return interrupted(batch);
        }
    }

    private ExitCode ended(QmasterBatch batch, JobId job, WaitLimits limits) {
        Deadline deadline =
                limits.whole().map(limit -> Deadline.after(limit, time)).orElse(Deadline.NEVER);
        try {
            Optional<JobStatus> shown = awaited(batch, job, deadline.remaining(time));
            if (shown.isPresent()) {
                console.tell("job " + job + ": " + shown.get().text().raw().strip());
                return ExitCode.of(shown.get().state());
            }
            return ExitCode.of(
                    recordAtEnd(batch, left(limits, deadline)).stateOf(job).orElse(BatchState.UNKNOWN));
        } catch (InterruptedException stop) {
            return interrupted(batch);
        }
    }

    /** The job at its end; empty if its batch ended or was lost before, or the timeout expired. */
    private static Optional<JobStatus> awaited(QmasterBatch batch, JobId job, Duration atMost)
            throws InterruptedException {
        try {
            return batch.awaitStatus(status -> jobAtEnd(status, job).isPresent(), atMost)
                    .flatMap(status -> jobAtEnd(status, job));
        } catch (BatchLostException | StatusException lost) {
            return Optional.empty();
        }
    }

    private static Optional<JobStatus> jobAtEnd(BatchStatus status, JobId job) {
        return status.job(job).filter(listed -> listed.state().isFinal());
    }

    private WaitLimits left(WaitLimits limits, Deadline deadline) {
        Duration left = deadline.remaining(time);
        return limits.whole().isEmpty() ? limits : limits.whole(left.isZero() ? Duration.ofMillis(1) : left);
    }

    /** The batch that has ended, as the journal knows it; of another user's batch, as the engine shows it. */
    private BatchRecord recordAtEnd(QmasterBatch batch, WaitLimits limits) throws InterruptedException {
        BatchResult result;
        try {
            result = reported(
                    batch, limits, batch.completion().toCompletableFuture().isDone());
        } catch (BatchFailedException failed) {
            result = failed.result();
        } catch (BatchCancelledException cancelled) {
            result = cancelled.result();
        }
        return batch.submissionId()
                .flatMap(journal::find)
                .map(JournalEntry::record)
                .map(BatchRecord::of)
                .orElse(BatchRecord.of(result.status(), Optional.empty()));
    }

    /** Waits until the end was also reported, or that there will be none. */
    private BatchResult reported(QmasterBatch batch, WaitLimits limits, boolean overBefore)
            throws InterruptedException {
        try {
            BatchResult result = batch.awaitOrCancel(limits);
            announcements.awaitEnded(batch, result, overBefore, time);
            return result;
        } catch (BatchFailedException failed) {
            announcements.awaitEnded(batch, failed.result(), overBefore, time);
            throw failed;
        } catch (BatchCancelledException cancelled) {
            announcements.awaitEnded(batch, cancelled.result(), overBefore, time);
            throw cancelled;
        } catch (BatchLostException lost) {
            announcements.awaitLost(batch, time);
            throw lost;
        } catch (WaitTimeoutException timedOut) {
            if (timedOut.isCancelled()) {
                announcements.awaitEnded(batch, time);
            }
            throw timedOut;
        }
    }

    private ExitCode interrupted(QmasterBatch batch) {
        Reason reason = interruption.reason();
        if (reason != Reason.INTERRUPTED || !cancelOnInterrupt) {
            throw left(batch, reason);
        }
        console.tellAfterKey("interrupted: cancelling the batch (Ctrl-C again exits at once)");
        try {
            return cancelled(batch);
        } catch (InterruptedException again) {
            throw unconfirmed(batch, interruption.reason());
        }
    }

    /** A batch that ended before it could be cancelled counts as it ended. */
    private ExitCode cancelled(QmasterBatch batch) throws InterruptedException {
        try {
            batch.cancel(CancelCause.INTERRUPT);
            asked = true;
        } catch (QmasterException refused) {
            throw failure(
                    batch,
                    Reason.INTERRUPTED,
                    "interrupted; cancelling the batch " + batch.reference() + " failed: " + refused.getMessage(),
                    "it may still be running; check it with `qmaster status " + batch.id() + "`");
        }
        try {
            WaitLimits confirmation = WaitLimits.NONE.whole(CONFIRMATION).leaveOnTimeout();
            return ExitCode.of(reported(batch, confirmation, false));
        } catch (BatchCancelledException confirmed) {
            throw failure(
                    batch, Reason.INTERRUPTED, "interrupted; the batch " + batch.reference() + " was cancelled", "");
        } catch (WaitTimeoutException unconfirmed) {
            throw failure(
                    batch,
                    Reason.INTERRUPTED,
                    "interrupted; the batch " + batch.reference() + " was asked to cancel, and does not show it after "
                            + Durations.words(CONFIRMATION),
                    "check it with `qmaster status " + batch.id() + "`");
        }
    }

    private CommandFailure leftAtOnce(QmasterBatch batch, Reason why) {
        return interruption.reason() == Reason.INTERRUPTED && cancelOnInterrupt
                ? unconfirmed(batch, why)
                : left(batch, why);
    }

    /** Exits before the batch is cancelled. */
    private CommandFailure unconfirmed(QmasterBatch batch, Reason reason) {
        return failure(
                batch,
                reason,
                reason.words()
                        + (asked
                                ? "; the batch " + batch.reference()
                                        + " was asked to cancel, but it is not known whether it is cancelled"
                                : "; it is not known whether the batch " + batch.reference() + " was cancelled"),
                "check it with `qmaster status " + batch.id() + "`, and cancel it with `qmaster cancel " + batch.id()
                        + "`");
    }

    /** The failure of a wait for several batches, of which the program waited for one after the other. */
    CommandFailure leaving(List<QmasterBatch> open, CommandFailure stopped) {
        List<BatchReference> left =
                open.stream().map(QmasterBatch::reference).distinct().toList();
        if (left.size() < 2 || !stopped.exitCode().isOfSignal()) {
            return stopped;
        }
        Reason reason = interruption.reason();
        String ids =
                left.stream().limit(MOST_NAMED).map(batch -> batch.id().value()).collect(Collectors.joining(" "));
        Failure failure = Failure.withoutSubmission(
                        reason.name(), reason.words() + "; " + left.size() + " batches are left running")
                .hint(
                        left.size() > MOST_NAMED
                                ? "list them with `qmaster list`"
                                : "wait for them again with `qmaster wait " + ids + "`");
        return new CommandFailure(reason.exitCode(), failure);
    }

    private static CommandFailure left(QmasterBatch batch, Reason reason) {
        return failure(
                batch,
                reason,
                reason.words() + "; the batch " + batch.reference() + " is left running",
                "wait for it again with `qmaster wait " + batch.id() + "`");
    }

    private static CommandFailure failure(QmasterBatch batch, Reason reason, String message, String hint) {
        Failure failure =
                Failure.withoutSubmission(reason.name(), message).hint(hint).of(batch.reference());
        return new CommandFailure(
                reason.exitCode(), batch.submissionId().map(failure::of).orElse(failure));
    }
}
