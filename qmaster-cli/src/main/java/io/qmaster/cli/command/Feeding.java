package io.qmaster.cli.command;

import io.qmaster.cli.command.Interruption.Reason;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.cli.output.FeedLines;
import io.qmaster.cli.webhook.Receiver;
import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.feed.Feed;
import io.qmaster.domain.feed.FeedOutcome;
import io.qmaster.domain.feed.FeedSummary;
import io.qmaster.domain.feed.FiledSource;
import io.qmaster.domain.feed.FolderListener;
import io.qmaster.domain.port.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs many batches, with one summary at the end and the worst exit code. The first Ctrl-C or TERM drains the run.
 */
final class Feeding {
    private static final int MOST_NAMED = 5;
    /** How long to wait for the completion of a batch whose end is printed, which follows at once. */
    private static final Duration COMPLETION = Duration.ofSeconds(5);

    private final Invocation invocation;
    private final List<Receiver> receivers;
    private final FeedLines lines;
    private final EventOutput output;
    private final Announcements announcements;
    private final boolean cancelsOnInterrupt;
    private ExitCode worst = ExitCode.DONE;

    /**
     * Creates the feeding of one run.
     *
     * @param receivers are notified of every batch
     * @param cancelsOnInterrupt whether the second Ctrl-C cancels what runs
     */
    Feeding(
            Invocation invocation,
            List<Receiver> receivers,
            FeedLines lines,
            EventOutput output,
            boolean cancelsOnInterrupt) {
        this.invocation = invocation;
        this.receivers = receivers;
        this.lines = lines;
        this.output = output;
        this.announcements = output.announcements();
        this.cancelsOnInterrupt = cancelsOnInterrupt;
    }

    /**
     * A run.
     *
     * @param feed the feeder, which can be drained
     * @param whole runs it to the end
     * @param isEndless whether more sources can always arrive, so that a drained run was ended early
     * @param hint how to continue after an interruption
     */
    record Run(Feed feed, Whole whole, boolean isEndless, String hint) {}

    /** Feeds to the end. */
    @FunctionalInterface
    interface Whole {
        FeedSummary feed() throws InterruptedException;
    }

    ExitCode of(Run run) throws InterruptedException {
        Interruption interruption = invocation.interruption();
        interruption.arm();
        interruption.drainFirst(() -> {
            run.feed().drain();
            invocation
                    .console()
                    .tellAfterKey("draining: nothing further is submitted, and what runs is waited for (again: "
                            + (cancelsOnInterrupt ? "cancels it)" : "leaves it running)"));
        });
        interruption.lastWord(why -> Optional.of(left(run, why)));
        invocation.adapters().wakefulness().begin();
        try {
            run.whole().feed();
            FeedSummary summary = counted(run);
            summary.stopped().map(FailureReport::of).ifPresent(report -> {
                note(report.exitCode());
                invocation.console().fail(report);
            });
            boolean isEndedEarly = summary.count(FeedOutcome.LEFT) > 0 || run.isEndless();
            ExitCode code = worst == ExitCode.DONE && isEndedEarly
                    ? interruption.drainedBy().exitCode()
                    : worst;
            lines.summary(summary, code);
            log("summary: " + summary.batches() + " batches, exit code " + code.number());
            return code;
        } catch (InterruptedException stop) {
            return interrupted(run);
        } finally {
            invocation.finishNotifications();
        }
    }

    /** Counts every batch whose end is printed. No event follows. */
    private FeedSummary counted(Run run) throws InterruptedException {
        announcements.endPrinting();
        for (QmasterBatch batch : run.feed().running()) {
            if (announcements.isEnding(batch)) {
                invocation.time().await(batch.completion(), Deadline.after(COMPLETION, invocation.time()));
            }
        }
        return run.feed().summary();
    }

    private void log(String step) {
        EventLog.step(invocation.time().now(), step);
    }

    private void note(ExitCode code) {
        worst = ExitCode.worst(List.of(worst, code));
    }

    /** A second signal, or the first that does not drain. */
    private ExitCode interrupted(Run run) throws InterruptedException {
        Reason reason = invocation.interruption().reason();
        if (reason == Reason.INTERRUPTED && cancelsOnInterrupt) {
            cancel(run.feed().running());
        }
        lines.summary(counted(run), reason.exitCode());
        throw left(run, reason);
    }

    private void cancel(List<QmasterBatch> running) throws InterruptedException {
        Outcomes outcomes = new Outcomes(invocation);
        for (QmasterBatch batch : running) {
            outcomes.attempt(() -> {
                batch.cancel(CancelCause.INTERRUPT);
                return batch;
            });
        }
        Deadline confirmation = Deadline.after(BatchWait.CONFIRMATION, invocation.time());
        for (QmasterBatch batch : running) {
            try {
                batch.await(confirmation.remaining(invocation.time()));
                announcements.awaitEnded(batch, invocation.time());
            } catch (QmasterException ended) {
                // The batches that have not ended are listed below.
            }
        }
    }

    private static CommandFailure left(Run run, Reason reason) {
        List<QmasterBatch> open = run.feed().running().stream()
                .filter(batch -> !batch.completion().toCompletableFuture().isDone())
                .toList();
        String ids =
                open.stream().limit(MOST_NAMED).map(batch -> batch.id().value()).collect(Collectors.joining(" "));
        String words = open.isEmpty()
                ? "no batch of this run is known to be running"
                : open.size() + (open.size() == 1 ? " batch is" : " batches are") + " left running: " + ids
                        + (open.size() > MOST_NAMED ? " …" : "");
        return new CommandFailure(
                reason.exitCode(),
                Failure.withoutSubmission(reason.name(), reason.words() + "; " + words)
                        .hint(run.hint()));
    }

    /** Prints what happens in the run. */
    FolderListener listener() {
        return new Reporter();
    }

    /** Prints events, and records what they mean for the exit code. */
    private final class Reporter implements FolderListener {
        @Override
        public void queued(QmasterBatch batch) {
            output.place(batch.reference());
            batch.submissionId().ifPresent(id -> {
                invocation.notifications().subscribe(id, receivers);
                invocation.notifications().catchUp(id);
            });
            lines.queued(batch);
            if (invocation.console().isJson()) {
                announcements.awaitSubmitted(batch, invocation.time());
            }
        }

        @Override
        public void ended(QmasterBatch batch, Optional<QmasterException> failure) {
            failure.ifPresent(why -> {
                FailureReport report = FailureReport.of(why);
                note(report.exitCode());
                if (!(why instanceof BatchFailedException || why instanceof BatchCancelledException)) {
                    invocation.console().fail(report);
                }
            });
            try {
                announcements.awaitEnded(batch, invocation.time());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            announcements.forget(batch);
        }

        @Override
        public void endedBefore(BatchRecord batch) {
            batch.state().map(ExitCode::of).ifPresent(Feeding.this::note);
        }

        @Override
        public void rejected(Path source, QmasterException why) {
            note(FailureReport.of(why).exitCode());
            lines.rejected(source, why);
            log("rejected: " + source + ": " + why.failure().message());
        }

        @Override
        public void unsettled(Path source, QmasterException why) {
            note(FailureReport.of(why).exitCode());
            lines.unsettled(source, why);
            log("unsettled: " + source + ": " + why.failure().message());
        }

        @Override
        public void volumeMissing(Path place) {
            lines.volumeMissing(place);
            log("volumeMissing: " + place);
        }

        @Override
        public void volumeBack(Path place) {
            lines.volumeBack(place);
            log("volumeBack: " + place);
        }

        @Override
        public void draining(int running, int left) {
            lines.draining(running, left);
            log("draining: " + running + " batches run, " + left + " sources are left");
        }

        @Override
        public void filed(FiledSource source) {
            lines.filed(source);
            log("filed: " + source.source() + ", " + source.outcome().name().toLowerCase(Locale.ROOT)
                    + source.path().map(path -> ", " + path).orElse(""));
        }

        @Override
        public void passedOver(Path file, String why) {
            lines.passedOver(file, why);
            log("passedOver: " + file + ": " + why);
        }

        @Override
        public void delayed(String what) {
            invocation.warn(what, Optional.empty());
        }
    }
}
