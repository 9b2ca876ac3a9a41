package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.output.FailureReport;
import io.qmaster.cli.webhook.Notifications;
import io.qmaster.cli.webhook.Receiver;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Submits one request, reports it and, if requested, waits for its end. */
final class Submitting {
    /** Creates the request once the library is open. */
    interface Wanted {
        Optional<BatchRequest> of(Qmaster qmaster) throws InterruptedException;
    }

    private final Invocation invocation;
    private final WaitingOptions waiting;
    private final List<Receiver> receivers;
    private final SubmissionId id = SubmissionId.random();

    Submitting(Invocation invocation, WaitingOptions waiting, List<Receiver> receivers) {
        this.invocation = invocation;
        this.waiting = waiting;
        this.receivers = receivers;
    }

    /**
     * Submits.
     *
     * @param wanted creates the request; empty if there is nothing to submit
     */
    ExitCode run(Wanted wanted) throws InterruptedException {
        // Known before anything starts.
        Optional<OutputProbe> probe = waiting.verifies() ? Optional.of(invocation.probe("--verify")) : Optional.empty();
        Timekeeper time = invocation.time();
        Optional<Deadline> deadline = waiting.timeout().map(limit -> Deadline.after(limit, time));
        try (EventOutput output = EventOutput.ofOwn(invocation, waiting.waits());
                Qmaster qmaster = invocation.qmaster(
                        output.announcements(), policy(invocation.configuration()), () -> id, probe)) {
            Optional<BatchRequest> request = wanted.of(qmaster);
            if (request.isEmpty()) {
                return ExitCode.DONE;
            }
            requireControl(invocation.backend());
            invocation.interruption().arm();
            new ClusterNames(invocation).warnOfMistake(request.get().cluster());
            Story story = new Story();
            QmasterBatch batch = submitted(qmaster, request.get());
            try {
                tell(invocation.console(), batch);
                tellRemark();
                if (invocation.console().isJson()) {
                    output.announcements().awaitSubmitted(batch, time);
                }
                story.tell(batch);
                return waiting.waits()
                        ? new BatchWait(invocation, output.announcements(), waiting.cancelsOnInterrupt())
                                .untilEnd(batch, waiting.limits(deadline.map(end -> Limit.left(end, time))))
                        : ExitCode.DONE;
            } finally {
                output.endDrawing();
                story.tell(batch);
                if (waiting.waits()) {
                    invocation.finishNotifications();
                }
            }
        }
    }

    /** A time limit for everything also limits the submission. */
    private Policy policy(Configuration configuration) {
        Policy policy = configuration.policy();
        Duration all = waiting.timeout().orElse(policy.submissionTimeout());
        return all.compareTo(policy.submissionTimeout()) < 0 ? policy.submissionTimeout(all) : policy;
    }

    /** Rejects a timeout before anything starts if the batch could not be cancelled. */
    private void requireControl(Backend backend) {
        if (waiting.limits(waiting.timeout()).mayCancel()
                && !backend.capabilities().contains(Capability.CONTROL)) {
            throw new UnsupportedByEngineException(Failure.withoutSubmission(
                            "UNSUPPORTED",
                            "the backend \"" + backend.name() + "\" cannot cancel a batch when a timeout expires")
                    .hint("add --detach-on-timeout, or leave the timeouts out"));
        }
    }

    private QmasterBatch submitted(Qmaster qmaster, BatchRequest request) throws InterruptedException {
        Notifications notifications = invocation.notifications();
        notifications.subscribe(id, receivers);
        QmasterBatch batch;
        try {
            batch = queued(qmaster, request);
        } catch (QmasterException | CommandFailure failed) {
            Failure failure =
                    FailureReport.of(failed).in(invocation.submission()).failure();
            EventLog.refused(id, failure);
            invocation.countRefusal(id, failure);
            if (failure.fate().equals(Optional.of(QueueFate.NOT_QUEUED))) {
                notifications.forget(id);
            }
            throw failed;
        }
        batch.submissionId()
                .filter(submission -> !submission.equals(id))
                .ifPresent(original -> notifications.replay(id, original, receivers));
        return batch;
    }

    private QmasterBatch queued(Qmaster qmaster, BatchRequest request) throws InterruptedException {
        invocation.submission().sent(id);
        invocation.interruption().lastWord(why -> Optional.of(InterruptedSubmission.unsettled(id, why)));
        QmasterBatch batch = answered(qmaster, request);
        invocation.submission().queued(batch.submissionId(), batch.reference());
        return batch;
    }

    private QmasterBatch answered(Qmaster qmaster, BatchRequest request) throws InterruptedException {
        try {
            return qmaster.submit(request);
        } catch (InterruptedException stop) {
            return new InterruptedSubmission(invocation, qmaster, id, isRepeated(request))
                    .settled(waiting.cancelsOnInterrupt());
        }
    }

    private boolean isRepeated(BatchRequest request) {
        try {
            return request.requestId()
                    .flatMap(invocation.journal()::findRequest)
                    .isPresent();
        } catch (JournalException unreadable) {
            // Then it is not certain that nothing was queued.
            return request.requestId().isPresent();
        }
    }

    private void tellRemark() throws InterruptedException {
        Console console = invocation.console();
        if (console.isJson()) {
            return;
        }
        try {
            invocation.backend().settings().remark().ifPresent(console::tell);
        } catch (EngineUnavailableException unreadable) {
            // The batch is queued; queries for it are answered.
        }
    }

    private static void tell(Console console, QmasterBatch batch) {
        if (console.isJson()) {
            return;
        }
        console.answer(batch.id().value());
        batch.order()
                .ifPresent(order -> console.tell("submitted \"" + order.name() + "\" to "
                        + order.cluster().displayName()
                        + (order.fellBack()
                                ? ", since \"" + order.requestedCluster().displayName() + "\" is not available"
                                : "")));
    }
}
