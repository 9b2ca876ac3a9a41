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
import io.qmaster.domain.Qmaster;
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
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks something of batches, then waits until their state shows it. */
abstract class ControlCommand implements Task {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How long the journal may take to hear of an end that was seen already. */
    private static final Duration NOTING = Duration.ofSeconds(10);

    private final ControlAction action;

    @Mixin
    private BatchArguments batches = new BatchArguments();

    @Option(names = "--no-confirm", description = "Do not wait up to 60 s until the state shows it.")
    private boolean noConfirm;

    ControlCommand(ControlAction action) {
        this.action = action;
    }

    /** Asks it of one batch. */
    abstract void ask(Qmaster qmaster, BatchReference batch) throws InterruptedException;

    /** Whether a state shows that it was done. */
    abstract boolean isShownBy(BatchState state);

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        List<String> ids = batches.checked();
        requireControl(invocation.backend());
        Outcomes outcomes = new Outcomes(invocation);
        References references = new References(invocation);
        List<BatchRecord> views = new ArrayList<>();
        try (Qmaster qmaster =
                invocation.qmaster(invocation.configuration().policy().pollEvery(LOOK))) {
            List<BatchReference> meant = new ArrayList<>();
            for (String id : ids) {
                outcomes.attempt(() -> references.of(id)).ifPresent(meant::add);
            }
            StatusAnswers before = StatusAnswers.to(invocation, qmaster, meant);
            List<BatchReference> asked = new ArrayList<>();
            for (BatchReference batch : meant) {
                outcomes.attempt(() -> asked(qmaster, references, before, batch))
                        .ifPresent(asked::add);
            }
            Deadline deadline = Deadline.after(BatchWait.CONFIRMATION, invocation.time());
            StatusAnswers shown = shown(invocation, qmaster, references, asked, deadline);
            for (BatchReference batch : asked) {
                outcomes.attempt(() -> noted(qmaster, references.view(shown, batch), batch))
                        .ifPresent(views::add);
            }
        }
        new BatchAnswer(invocation.console()).print(views);
        for (BatchRecord view : views) {
            outcomes.attempt(() -> verdict(invocation.console(), view)).ifPresent(outcomes::add);
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

    private BatchReference asked(Qmaster qmaster, References references, StatusAnswers before, BatchReference batch)
            throws InterruptedException {
        references.view(before, batch);
        ask(qmaster, batch);
        return batch;
    }

    /** The batches once each shows what was asked for, has ended or is not shown, or the time is over. */
    private StatusAnswers shown(
            Invocation invocation,
            Qmaster qmaster,
            References references,
            List<BatchReference> batches,
            Deadline deadline)
            throws InterruptedException {
        Timekeeper time = invocation.time();
        while (true) {
            StatusAnswers answers = StatusAnswers.to(invocation, qmaster, batches);
            boolean settled = batches.stream().allMatch(batch -> isSettled(references, answers, batch));
            if (noConfirm || settled || deadline.hasPassed(time)) {
                return answers;
            }
            time.pause(LOOK);
        }
    }

    private boolean isSettled(References references, StatusAnswers answers, BatchReference batch) {
        try {
            return isSettled(references.view(answers, batch));
        } catch (StatusException passing) {
            return false;
        } catch (QmasterException lost) {
            return true;
        }
    }

    private boolean isSettled(BatchRecord view) {
        return view.state().filter(state -> isShownBy(state) || state.isFinal()).isPresent();
    }

    /** A batch of ours that has ended is watched until the journal knows. */
    private BatchRecord noted(Qmaster qmaster, BatchRecord view, BatchReference batch) throws InterruptedException {
        if (noConfirm
                || view.submission().isEmpty()
                || view.state().filter(BatchState::isFinal).isEmpty()) {
            return view;
        }
        try {
            qmaster.attach(batch).await(NOTING);
        } catch (QmasterException ended) {
            // However it ended, the answer tells it.
        }
        return view;
    }

    /** A success is no failure of the command, but says why nothing was done. */
    private ExitCode ended(Console console, BatchRecord view, BatchState state) {
        BatchReference batch = view.status().orElseThrow().batch();
        String message = "cannot " + action.word() + " the batch " + batch + ": " + endOf(state);
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

    private ExitCode verdict(Console console, BatchRecord view) {
        BatchState state = view.state().orElse(BatchState.UNKNOWN);
        if (isShownBy(state)) {
            return ExitCode.DONE;
        }
        if (state.isFinal()) {
            return ended(console, view, state);
        }
        if (noConfirm) {
            return ExitCode.DONE;
        }
        throw new CommandFailure(
                ExitCode.TIMEOUT,
                Failure.withoutSubmission(
                                "NOT_CONFIRMED",
                                "the batch " + view.status().orElseThrow().batch() + " was asked to " + action.word()
                                        + ", and does not show it after " + Durations.words(BatchWait.CONFIRMATION))
                        .hint("check it with `qmaster status`")
                        .of(view.status().orElseThrow().batch()));
    }
}
