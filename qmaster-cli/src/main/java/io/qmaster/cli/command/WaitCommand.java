package io.qmaster.cli.command;

import io.qmaster.cli.config.NotifyOptions;
import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.JobId;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Waits until batches have ended, and cancels none. */
@Command(
        name = "wait",
        description = "Waits until all batches have ended. Never cancels one. A Mac stays awake meanwhile.",
        footer = {
            "",
            "Exits with 0 if all were successful, 1 if one failed, 7 if one was cancelled, 8 if one is lost or",
            "unknown, 11 if the status cannot be read, 124 if the timeout expired. Of several, the worst counts.",
            "The id of a job waits for that job, and exits with its code. While its batch runs, the state that the",
            "engine reports counts, since outputs are checked at the end of the batch.",
            "Instead of IDs it takes filters, and waits for the batches that match when it starts."
        })
final class WaitCommand implements Task {
    @Mixin
    private BatchSelection selection = new BatchSelection();

    @Mixin
    private PlaceFilter place = new PlaceFilter();

    @Mixin
    final WatchOptions watching = new WatchOptions();

    @Mixin
    final NotifyOptions.Secret secret = new NotifyOptions.Secret();

    @Option(names = "--timeout", paramLabel = "D", description = "Wait no longer than this, such as 90s, 10m, 1h30m.")
    private Optional<Duration> timeout = Optional.empty();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        selection.check(!place.isEmpty(invocation.configuration()));
        List<String> ids = selection.isFilter() ? matching(invocation) : selection.ids(invocation);
        timeout.ifPresent(invocation::takesAtMost);
        return waited(invocation, ids, ids.size(), timeout);
    }

    /**
     * Waits for batches and jobs.
     *
     * @param watched the number of batches for which the output is laid out
     */
    static ExitCode waited(Invocation invocation, List<String> ids, int watched, Optional<Duration> timeout)
            throws InterruptedException {
        Outcomes outcomes = new Outcomes(invocation);
        References references = new References(invocation);
        Timekeeper time = invocation.time();
        Optional<Deadline> deadline = timeout.map(limit -> Deadline.after(limit, time));
        invocation.interruption().arm();
        try (EventOutput output = EventOutput.ofOthers(invocation, watched);
                Qmaster qmaster = invocation.qmaster(output.announcements())) {
            Map<BatchOrJob, QmasterBatch> waiting = new LinkedHashMap<>();
            List<BatchOrJob> named = new ArrayList<>();
            for (String id : ids) {
                outcomes.attempt(() -> references.findToRead(id)).ifPresent(named::add);
            }
            NamedBatches batches = NamedBatches.of(named, invocation, qmaster, references);
            for (BatchOrJob each : batches.all()) {
                outcomes.attempt(() -> attached(invocation, qmaster, batches, each))
                        .ifPresent(batch -> waiting.put(each, batch));
                output.place(each.batch());
            }
            BatchWait wait = new BatchWait(invocation, output.announcements(), false);
            try {
                for (Map.Entry<BatchOrJob, QmasterBatch> each : waiting.entrySet()) {
                    QmasterBatch batch = each.getValue();
                    WaitLimits limits = limits(deadline, time);
                    Optional<JobId> job = each.getKey().job();
                    outcomes.attempt(() -> job.isEmpty()
                                    ? wait.untilEnd(batch, limits)
                                    : wait.untilEnd(batch, job.get(), limits))
                            .ifPresent(outcomes::add);
                }
            } catch (CommandFailure stopped) {
                List<QmasterBatch> open = waiting.values().stream()
                        .filter(batch ->
                                !batch.completion().toCompletableFuture().isDone())
                        .toList();
                throw wait.leaving(open, stopped);
            } finally {
                output.endDrawing();
                waiting.values().stream()
                        .map(QmasterBatch::submissionId)
                        .flatMap(Optional::stream)
                        .forEach(invocation.notifications()::catchUp);
                invocation.finishNotifications();
            }
        }
        return outcomes.worst();
    }

    /** The batches that match the filters and have not ended. */
    private List<String> matching(Invocation invocation) throws InterruptedException {
        try (Qmaster qmaster = invocation.qmaster()) {
            List<BatchRecord> found = selection.matching(
                    qmaster,
                    place.applyTo(HistoryFilter.LISTED, invocation.configuration()),
                    invocation,
                    record -> record.state().filter(BatchState::isFinal).isEmpty());
            if (!found.isEmpty()) {
                BatchSelection.name(found, "wait for", invocation);
            }
            return found.stream()
                    .flatMap(record -> record.batch().stream())
                    .map(batch -> batch.id().value())
                    .toList();
        }
    }

    private static WaitLimits limits(Optional<Deadline> deadline, Timekeeper time) {
        WaitLimits never = WaitLimits.NONE.leaveOnTimeout();
        return deadline.map(end -> never.whole(Limit.left(end, time))).orElse(never);
    }

    /** Reports an unknown batch at once; a batch that cannot be queried now is queried again. */
    private static QmasterBatch attached(
            Invocation invocation, Qmaster qmaster, NamedBatches batches, BatchOrJob each) {
        try {
            batches.view(each);
        } catch (StatusException passing) {
            // A missing engine is not a temporary failure.
            invocation.requireEngine();
        }
        return qmaster.attach(each.batch());
    }
}
