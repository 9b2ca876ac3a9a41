package io.qmaster.cli.command;

import io.qmaster.cli.output.BatchAnswer;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Durations;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.ControlAction;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks something of batches, then waits until their state shows it. */
abstract class ControlCommand implements Task {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How long the journal may take to hear of an end that was seen already. */
    private static final Duration NOTING = Duration.ofSeconds(10);

    private final ControlAction action;

    @Mixin
    private BatchArguments arguments = new BatchArguments();

    @Option(names = "--no-confirm", description = "Do not wait up to 60 s until the state shows it.")
    private boolean noConfirm;

    ControlCommand(ControlAction action) {
        this.action = action;
    }

    /** Requests it for one batch. */
    abstract void ask(QmasterBatch batch) throws InterruptedException;

    /** Requests it for one job. */
    abstract void ask(QmasterBatch batch, JobId job) throws InterruptedException;

    /** Whether a state shows that it was done. */
    abstract boolean isShownBy(BatchState state);

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        List<String> ids = arguments.checked();
        requireControl(invocation.backend());
        Outcomes outcomes = new Outcomes(invocation);
        References references = new References(invocation);
        Map<Meant, BatchRecord> views = new LinkedHashMap<>();
        try (Qmaster qmaster =
                invocation.qmaster(invocation.configuration().policy().pollEvery(LOOK))) {
            List<Meant> named = new ArrayList<>();
            for (String id : ids) {
                outcomes.attempt(() -> references.meant(id)).ifPresent(named::add);
            }
            MeantBatches before = MeantBatches.of(named, invocation, qmaster, references);
            List<Meant> asked = new ArrayList<>();
            for (Meant meant : before.all()) {
                outcomes.attempt(() -> asked(qmaster, before, meant)).ifPresent(asked::add);
            }
            Deadline deadline = Deadline.after(BatchWait.CONFIRMATION, invocation.time());
            MeantBatches shown = shown(invocation, qmaster, references, asked, deadline);
            for (Meant meant : asked) {
                outcomes.attempt(() -> noted(qmaster, shown.view(meant), meant))
                        .ifPresent(view -> views.put(meant, view));
            }
        }
        BatchAnswer.withJobs(invocation.console()).print(List.copyOf(views.values()));
        for (Map.Entry<Meant, BatchRecord> view : views.entrySet()) {
            outcomes.attempt(() -> verdict(invocation.console(), view.getKey(), view.getValue()))
                    .ifPresent(outcomes::add);
        }
        return outcomes.worst();
    }

    /** Known before the engine is asked for anything. */
    private void requireControl(Backend backend) {
        if (!backend.capabilities().contains(Capability.CONTROL)) {
            throw new UnsupportedByEngineException(Failure.withoutSubmission(
                            "UNSUPPORTED",
                            "the backend \"" + backend.name() + "\" cannot " + action.word() + " a batch from outside")
                    .hint("use the engine's own window, such as that of Batch Monitor"));
        }
    }

    private Meant asked(Qmaster qmaster, MeantBatches before, Meant meant) throws InterruptedException {
        BatchRecord known = before.view(meant);
        // Watched, so that the end is known to be our doing.
        QmasterBatch batch = qmaster.attach(meant.batch());
        if (meant.job().isEmpty()) {
            ask(batch);
        } else if (meant.stateIn(known).filter(BatchState::isFinal).isEmpty()) {
            ask(batch, meant.job().get());
        }
        return meant;
    }

    /** The batches once each shows what was asked for, has ended or is not shown, or the time is over. */
    private MeantBatches shown(
            Invocation invocation, Qmaster qmaster, References references, List<Meant> asked, Deadline deadline)
            throws InterruptedException {
        Timekeeper time = invocation.time();
        while (true) {
            MeantBatches shown = MeantBatches.of(asked, invocation, qmaster, references);
            boolean settled = asked.stream().allMatch(meant -> isSettled(shown, meant));
            if (noConfirm || settled || deadline.hasPassed(time)) {
                return shown;
            }
            time.pause(LOOK);
        }
    }

    private boolean isSettled(MeantBatches shown, Meant meant) {
        try {
            return stateOf(meant, shown.view(meant))
                    .filter(state -> isShownBy(state) || state.isFinal())
                    .isPresent();
        } catch (StatusException passing) {
            return false;
        } catch (QmasterException lost) {
            return true;
        }
    }

    /** What a job that is not listed shows is only what its batch came to. */
    private Optional<BatchState> stateOf(Meant meant, BatchRecord view) {
        boolean isListed = meant.job().isEmpty()
                || view.status().filter(status -> !status.jobs().isEmpty()).isPresent();
        return meant.stateIn(view).filter(state -> isListed || state.isFinal());
    }

    /** A batch of ours that has ended is watched until the journal knows. */
    private BatchRecord noted(Qmaster qmaster, BatchRecord view, Meant meant) throws InterruptedException {
        if (noConfirm
                || view.submission().isEmpty()
                || view.state().filter(BatchState::isFinal).isEmpty()) {
            return view;
        }
        try {
            qmaster.attach(meant.batch()).await(NOTING);
        } catch (QmasterException ended) {
            // However it ended, the answer tells it.
        }
        return view;
    }

    /** A success is no failure of the command, but says why nothing was done. */
    private ExitCode ended(Console console, Meant meant, BatchState state) {
        BatchReference batch = meant.batch();
        String message = "cannot " + action.word() + " " + meant.words() + ": " + endOf(state);
        if (ExitCode.of(state) == ExitCode.DONE) {
            console.tell("qmaster: " + message);
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

    private ExitCode verdict(Console console, Meant meant, BatchRecord view) {
        BatchState state = stateOf(meant, view).orElse(BatchState.UNKNOWN);
        if (isShownBy(state)) {
            return ExitCode.DONE;
        }
        if (state.isFinal()) {
            return ended(console, meant, state);
        }
        if (noConfirm) {
            return ExitCode.DONE;
        }
        throw new CommandFailure(
                ExitCode.TIMEOUT,
                Failure.withoutSubmission(
                                "NOT_CONFIRMED",
                                meant.words() + " was asked to " + action.word() + ", and does not show it after "
                                        + Durations.words(BatchWait.CONFIRMATION))
                        .hint(
                                meant.job().isEmpty()
                                        ? "check it with `qmaster status`"
                                        : "check it with `qmaster status`; engines need not list a job that has not"
                                                + " begun")
                        .of(meant.batch()));
    }
}
