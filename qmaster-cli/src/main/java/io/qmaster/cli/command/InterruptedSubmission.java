package io.qmaster.cli.command;

import io.qmaster.cli.command.Interruption.Reason;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.SubmissionId;
import java.util.Optional;

/** Finds out whether the engine has the batch of a submission that was interrupted. */
final class InterruptedSubmission {
    private final Console console;
    private final Interruption interruption;
    private final Qmaster qmaster;
    private final SubmissionId id;
    private final boolean isRepeated;

    /**
     * A submission that was interrupted.
     *
     * @param isRepeated whether the journal knows its request from another program, for which this one waited
     */
    InterruptedSubmission(Invocation invocation, Qmaster qmaster, SubmissionId id, boolean isRepeated) {
        this.isRepeated = isRepeated;
        this.console = invocation.console();
        this.interruption = invocation.interruption();
        this.qmaster = qmaster;
        this.id = id;
    }

    /**
     * The batch, if Ctrl-C should cancel it and the engine has it. The thread stays interrupted, so that the next wait
     * ends at once.
     *
     * @throws CommandFailure in every other case
     */
    QmasterBatch settled(boolean cancel) {
        console.tellAfterKey("interrupted while submitting: finding out whether the batch is queued"
                + " (Ctrl-C again exits at once)");
        Optional<Recovered> found = found();
        if (found.isEmpty() && isRepeated) {
            throw failure(
                    "another program is submitting the same request",
                    "submit it again with the same request id to see its result",
                    QueueFate.UNKNOWN,
                    found);
        }
        if (found.isEmpty() || found.get().finding() == Recovered.Finding.NOT_QUEUED) {
            throw failure("nothing was queued", "", QueueFate.NOT_QUEUED, found);
        }
        if (found.get().batch().isEmpty()) {
            throw failure(
                    "it is not known whether the batch is queued",
                    "settle it with `qmaster recover " + id + "`",
                    QueueFate.UNKNOWN,
                    found);
        }
        if (!cancel || interruption.reason() != Reason.INTERRUPTED) {
            throw failure(
                    "the batch is queued and left running",
                    "wait for it with `qmaster wait "
                            + found.get().batch().get().id() + "`",
                    QueueFate.QUEUED,
                    found);
        }
        Thread.currentThread().interrupt();
        return qmaster.attach(found.get().batch().get());
    }

    private Optional<Recovered> found() {
        try {
            return qmaster.recover(id);
        } catch (InterruptedException again) {
            throw unsettled(id, interruption.reason());
        }
    }

    /** It was interrupted again before it was known whether the engine has the batch. */
    static CommandFailure unsettled(SubmissionId id, Reason reason) {
        return new CommandFailure(
                reason.exitCode(),
                Failure.withoutSubmission(
                                reason.name(),
                                reason.words() + " while submitting; it is not known whether the batch is queued")
                        .hint("settle it with `qmaster recover " + id + "`")
                        .of(id)
                        .fate(QueueFate.UNKNOWN));
    }

    private CommandFailure failure(String words, String hint, QueueFate fate, Optional<Recovered> found) {
        Reason reason = interruption.reason();
        Failure failure = Failure.withoutSubmission(reason.name(), reason.words() + " while submitting; " + words)
                .hint(hint)
                .of(id);
        return new CommandFailure(
                reason.exitCode(),
                found.flatMap(Recovered::batch).map(failure::of).orElse(failure).fate(fate));
    }
}
