package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Durations;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Failure;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Requests an action on batches or jobs, then waits until their state shows it. */
abstract class ControlCommand implements Task {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How long the journal may take to record an end that was already seen. */
    private static final Duration NOTING = Duration.ofSeconds(10);

    private final ControlAction action;

    @Mixin
    private BatchSelection selection = new BatchSelection();

    @Mixin
    private PlaceFilter place = new PlaceFilter();

    @Mixin
    private BatchSelection.Confirmation confirmation = new BatchSelection.Confirmation();

    @Option(names = "--no-confirm", description = "Do not wait up to 60 s until the state shows it.")
    private boolean noConfirm;

    ControlCommand(ControlAction action) {
        this.action = action;
    }

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        selection.check(!place.isEmpty(invocation.configuration()));
        List<String> ids = selection.ids(invocation);
        requireControl(invocation.backend());
        Outcomes outcomes = new Outcomes(invocation);
        References references = new References(invocation);
        Map<BatchOrJob, BatchRecord> views = new LinkedHashMap<>();
        Set<BatchOrJob> endedBefore = new HashSet<>();
        try (Qmaster qmaster =
                invocation.qmaster(invocation.configuration().policy().pollEvery(LOOK))) {
            List<BatchOrJob> named = new ArrayList<>();
            for (String id : ids) {
                outcomes.attempt(() -> references.find(id)).ifPresent(named::add);
            }
            if (selection.isFilter()) {
                for (BatchReference batch : confirmed(qmaster, invocation)) {
                    outcomes.attempt(() -> references.askable(batch))
                            .map(BatchOrJob::batch)
                            .ifPresent(named::add);
                }
            }
            NamedBatches before = NamedBatches.of(named, invocation, qmaster, references);
            Map<BatchOrJob, QmasterBatch> asked = new LinkedHashMap<>();
            for (BatchOrJob each : before.all()) {
                outcomes.attempt(() -> asked(qmaster, before.view(each), each, endedBefore))
                        .ifPresent(batch -> asked.put(each, batch));
            }
            if (!noConfirm) {
                awaitShown(asked, invocation.time());
            }
            NamedBatches shown = NamedBatches.of(List.copyOf(asked.keySet()), invocation, qmaster, references);
            for (BatchOrJob each : asked.keySet()) {
                outcomes.attempt(() -> shown.view(each)).ifPresent(view -> views.put(each, view));
            }
        }
        invocation.answerWithJobs().print(List.copyOf(views.values()));
        for (Map.Entry<BatchOrJob, BatchRecord> view : views.entrySet()) {
            outcomes.attempt(() ->
                            verdict(invocation, view.getKey(), view.getValue(), endedBefore.contains(view.getKey())))
                    .ifPresent(outcomes::add);
        }
        return outcomes.worst();
    }

    /** The batches that match the filters and can still be acted on; none if the user declines. */
    private List<BatchReference> confirmed(Qmaster qmaster, Invocation invocation) throws InterruptedException {
        List<BatchRecord> found = selection.matching(
                qmaster,
                place.applyTo(HistoryFilter.LISTED, invocation.configuration()),
                invocation,
                record -> record.state().filter(BatchState::isFinal).isEmpty());
        return BatchSelection.confirmed(confirmation, found, action.word(), invocation)
                ? found.stream().flatMap(record -> record.batch().stream()).toList()
                : List.of();
    }

    /** Checked before the engine is called. */
    private void requireControl(Backend backend) {
        if (!backend.capabilities().contains(Capability.CONTROL)) {
            throw new UnsupportedByEngineException(Failure.withoutSubmission(
                            "UNSUPPORTED",
                            "the backend \"" + backend.name() + "\" cannot " + action.word() + " a batch from outside")
                    .hint("use the engine's own window, such as that of Batch Monitor"));
        }
    }

    private QmasterBatch asked(Qmaster qmaster, BatchRecord known, BatchOrJob each, Set<BatchOrJob> endedBefore)
            throws InterruptedException {
        boolean hasEnded = each.stateIn(known).filter(BatchState::isFinal).isPresent();
        if (hasEnded) {
            endedBefore.add(each);
        }
        // Watched, so that this program is known to have caused the end.
        QmasterBatch batch = qmaster.attach(each.batch());
        if (each.job().isEmpty()) {
            batch.control(action);
        } else if (!hasEnded) {
            batch.control(each.job().get(), action);
        }
        return batch;
    }

    /**
     * Waits until all show what was requested or have ended, and the journal knows the end of those submitted from
     * here.
     */
    private void awaitShown(Map<BatchOrJob, QmasterBatch> asked, Timekeeper time) throws InterruptedException {
        Deadline confirmation = Deadline.after(BatchWait.CONFIRMATION, time);
        List<QmasterBatch> ended = new ArrayList<>();
        for (Map.Entry<BatchOrJob, QmasterBatch> each : asked.entrySet()) {
            QmasterBatch batch = each.getValue();
            try {
                batch.awaitStatus(
                                status -> each.getKey()
                                        .stateIn(status)
                                        .filter(state -> action.isShownBy(state) || state.isFinal())
                                        .isPresent(),
                                confirmation.remaining(time))
                        .filter(status ->
                                status.state().isFinal() && batch.submissionId().isPresent())
                        .ifPresent(status -> ended.add(batch));
            } catch (QmasterException lost) {
                // The last query shows it.
            }
        }
        Deadline noting = Deadline.after(NOTING, time);
        for (QmasterBatch batch : ended) {
            try {
                batch.await(noting.remaining(time));
            } catch (QmasterException atItsEnd) {
                // The last query shows how it ended.
            }
        }
    }

    /** A job that is not listed has the state of its batch. */
    private Optional<BatchState> stateOf(BatchOrJob each, BatchRecord view) {
        boolean isListed = each.job().isEmpty()
                || view.status().filter(status -> !status.jobs().isEmpty()).isPresent();
        return each.stateIn(view).filter(state -> isListed || state.isFinal());
    }

    /** A successful batch is not a failure of the command, but the reason why nothing was done is printed. */
    private ExitCode ended(Invocation invocation, BatchOrJob each, BatchRecord view, BatchState state) {
        BatchReference batch = each.batch();
        String message = "cannot " + action.word() + " " + each.words() + ": " + endOf(state);
        if (ExitCode.of(state) == ExitCode.DONE) {
            invocation.warn(message, view.submission().map(SubmissionRecord::id));
            return ExitCode.DONE;
        }
        throw new CommandFailure(
                ExitCode.of(state),
                Failure.withoutSubmission("BATCH_" + state.name(), message)
                        .hint("submit it again with `qmaster retry " + batch.id() + "` if it was submitted from here")
                        .of(batch));
    }

    private static String endOf(BatchState state) {
        return switch (state) {
            case SUCCESSFUL -> "it has ended successfully";
            case CANCELLED -> "it was cancelled";
            case FAILED -> "it has failed";
            default -> "it has ended";
        };
    }

    private ExitCode verdict(Invocation invocation, BatchOrJob each, BatchRecord view, boolean endedBefore) {
        BatchState state = stateOf(each, view).orElse(BatchState.UNKNOWN);
        // The end of a batch shows that it was resumed only if it came afterwards.
        boolean endedInstead = endedBefore && action == ControlAction.RESUME;
        if (action.isShownBy(state) && !endedInstead) {
            return ExitCode.DONE;
        }
        if (state.isFinal()) {
            return ended(invocation, each, view, state);
        }
        if (noConfirm) {
            return ExitCode.DONE;
        }
        throw new CommandFailure(
                ExitCode.TIMEOUT,
                Failure.withoutSubmission(
                                "NOT_CONFIRMED",
                                each.words() + " was asked to " + action.word() + ", and does not show it after "
                                        + Durations.words(BatchWait.CONFIRMATION))
                        .hint(
                                each.job().isEmpty()
                                        ? "check it with `qmaster status`"
                                        : "check it with `qmaster status`; engines need not list a job that has not"
                                                + " begun")
                        .of(each.batch()));
    }
}
