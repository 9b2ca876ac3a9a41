package io.qmaster.cli.command;

import io.qmaster.cli.command.Interruption.Reason;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.cli.output.FeedLines;
import io.qmaster.cli.webhook.Webhook;
import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.feed.FeedListener;
import io.qmaster.domain.feed.FeedOutcome;
import io.qmaster.domain.feed.FeedSummary;
import io.qmaster.domain.feed.Feeder;
import io.qmaster.domain.feed.Preparation;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.standard.LocalFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Submits the sources of one request in several batches, with one exit code and one summary. */
final class Feeding {
    private static final int MOST_NAMED = 5;

    private final Invocation invocation;
    private final WaitingOptions waiting;
    private final List<Webhook> webhooks;
    private final FeedOptions options;
    private final List<ExitCode> codes = new ArrayList<>();

    Feeding(Invocation invocation, WaitingOptions waiting, List<Webhook> webhooks, FeedOptions options) {
        this.invocation = invocation;
        this.waiting = waiting;
        this.webhooks = webhooks;
        this.options = options;
    }

    /** Leaves out of a request what is done already. */
    interface Remaining {
        Optional<BatchRequest> of(Qmaster qmaster, BatchRequest request) throws InterruptedException;
    }

    /**
     * Does it.
     *
     * @param remaining leaves out of the request of each batch what is not to be submitted
     */
    ExitCode run(BatchRequest request, Remaining remaining) throws InterruptedException {
        if (waiting.limits(waiting.timeout()).mayCancel()) {
            throw CommandFailure.usage(
                    "a batch of several cannot be cancelled by a timeout",
                    "leave out options such as --timeout and --cancel-on-stall");
        }
        // Known before anything starts.
        Optional<OutputProbe> probe = waiting.verifies() ? Optional.of(invocation.probe("--verify")) : Optional.empty();
        try (EventOutput output = EventOutput.ofOwnSeveral(invocation);
                Qmaster qmaster =
                        invocation.qmaster(output.announcements(), invocation.policy(), SubmissionId::random, probe)) {
            new ClusterNames(invocation).warnOfMistake(request.cluster());
            FeedLines lines = new FeedLines(invocation.console(), invocation.time(), request.labels());
            Preparation preparation = batch -> remaining.of(qmaster, batch);
            Feeder.Builder feeding = Feeder.over(qmaster, new LocalFiles(), invocation.time())
                    .listener(new Reporter(lines, output.announcements()))
                    .preparation(preparation);
            options.applyTo(feeding);
            if (!waiting.waits()) {
                feeding.detach();
            }
            return fed(feeding.build(), request, lines, output.announcements());
        }
    }

    private ExitCode fed(Feeder feeder, BatchRequest request, FeedLines lines, Announcements announcements)
            throws InterruptedException {
        Interruption interruption = invocation.interruption();
        interruption.arm();
        interruption.drainFirst(() -> {
            feeder.drain();
            invocation
                    .console()
                    .tellAfterKey("draining: nothing further is submitted, and what runs is waited for (again: "
                            + (waiting.cancelsOnInterrupt() ? "cancels it)" : "leaves it running)"));
        });
        interruption.lastWord(why -> Optional.of(left(feeder, why)));
        invocation.wakefulness().begin();
        try {
            FeedSummary summary = feeder.feed(request);
            summary.stopped().map(FailureReport::of).ifPresent(report -> {
                codes.add(report.exitCode());
                invocation.console().fail(report);
            });
            ExitCode worst = ExitCode.worst(codes);
            if (worst == ExitCode.DONE && summary.count(FeedOutcome.LEFT) > 0) {
                worst = interruption.drainedBy().exitCode();
            }
            lines.summary(summary, worst);
            return worst;
        } catch (InterruptedException stop) {
            return interrupted(feeder, lines, announcements);
        } catch (IllegalArgumentException longId) {
            throw CommandFailure.usage(String.valueOf(longId.getMessage()), "give a shorter --request-id");
        } finally {
            invocation.finishNotifications();
        }
    }

    /** A second signal, or the first that does not drain. */
    private ExitCode interrupted(Feeder feeder, FeedLines lines, Announcements announcements)
            throws InterruptedException {
        Reason reason = invocation.interruption().reason();
        List<QmasterBatch> running = feeder.running();
        if (reason == Reason.INTERRUPTED && waiting.cancelsOnInterrupt()) {
            cancel(running, announcements);
        }
        lines.summary(feeder.summary(), reason.exitCode());
        throw left(feeder, reason);
    }

    private void cancel(List<QmasterBatch> running, Announcements announcements) throws InterruptedException {
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
                // However it ended: what has not is named below.
            }
        }
    }

    private static CommandFailure left(Feeder feeder, Reason reason) {
        List<QmasterBatch> open = feeder.running().stream()
                .filter(batch -> !batch.completion().toCompletableFuture().isDone())
                .toList();
        String ids =
                open.stream().limit(MOST_NAMED).map(batch -> batch.id().value()).collect(Collectors.joining(" "));
        String words = open.isEmpty()
                ? "no batch of this run is left running"
                : open.size() + (open.size() == 1 ? " batch is" : " batches are") + " left running: " + ids
                        + (open.size() > MOST_NAMED ? " …" : "");
        return new CommandFailure(
                reason.exitCode(),
                Failure.withoutSubmission(reason.name(), reason.words() + "; " + words)
                        .hint("run it again under the same --request-id to go on; without one, settle what was just"
                                + " being submitted with `qmaster recover`"));
    }

    /** Prints what happens, and notes what it means for the exit code. */
    private final class Reporter implements FeedListener {
        private final FeedLines lines;
        private final Announcements announcements;

        Reporter(FeedLines lines, Announcements announcements) {
            this.lines = lines;
            this.announcements = announcements;
        }

        @Override
        public void queued(QmasterBatch batch) {
            batch.submissionId().ifPresent(id -> {
                invocation.notifications().subscribe(id, webhooks);
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
                codes.add(report.exitCode());
                if (!(why instanceof BatchFailedException || why instanceof BatchCancelledException)) {
                    invocation.console().fail(report);
                }
            });
            try {
                announcements.awaitEnded(batch, invocation.time());
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void endedBefore(BatchRecord batch) {
            batch.state().map(ExitCode::of).ifPresent(codes::add);
        }

        @Override
        public void rejected(Path source, QmasterException why) {
            codes.add(FailureReport.of(why).exitCode());
            lines.rejected(source, why);
        }

        @Override
        public void unsettled(Path source, QmasterException why) {
            codes.add(FailureReport.of(why).exitCode());
            lines.unsettled(source, why);
        }

        @Override
        public void volumeMissing(Path place) {
            lines.volumeMissing(place);
        }

        @Override
        public void volumeBack(Path place) {
            lines.volumeBack(place);
        }

        @Override
        public void draining(int running, int left) {
            lines.draining(running, left);
        }
    }
}
