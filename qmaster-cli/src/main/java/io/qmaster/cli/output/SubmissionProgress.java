package io.qmaster.cli.output;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.SubmissionId;
import java.util.Optional;

/**
 * How far the submission of one run of the program has come. Every failure of that run, internal errors included, reports
 * the submission's outcome. Thread-safe.
 */
public final class SubmissionProgress {
    private Step step = Step.NO_SUBMISSION;
    private Optional<SubmissionId> submission = Optional.empty();
    private Optional<BatchReference> batch = Optional.empty();

    private enum Step {
        NO_SUBMISSION,
        NOT_SENT,
        SENT,
        QUEUED
    }

    /** The run submits a batch, and nothing was sent to the engine. */
    public synchronized void expect() {
        step = Step.NOT_SENT;
    }

    /** From now on the engine may have the batch. */
    public synchronized void sent(SubmissionId id) {
        step = Step.SENT;
        submission = Optional.of(id);
    }

    /** The engine has the batch. */
    public synchronized void queued(Optional<SubmissionId> id, BatchReference reference) {
        step = Step.QUEUED;
        submission = id.or(() -> submission);
        batch = Optional.of(reference);
    }

    /** The batch, if the engine has it. */
    public synchronized Optional<BatchReference> queued() {
        return batch;
    }

    /** Adds the known facts of the submission to a failure of the run. */
    public synchronized Failure complete(Failure failure) {
        return switch (step) {
            case NO_SUBMISSION -> failure.withoutFate();
            case NOT_SENT -> failure.fate(failure.fate().orElse(QueueFate.NOT_QUEUED));
            case SENT -> sent(failure).fate(failure.fate().orElse(QueueFate.UNKNOWN));
            // The same command again could encode the same twice.
            case QUEUED -> located(failure).notWorthRetrying();
        };
    }

    private Failure sent(Failure failure) {
        return failure.submissionId().isPresent()
                ? failure
                : submission.map(failure::of).orElse(failure);
    }

    private Failure located(Failure failure) {
        Failure known = failure.of(batch.orElseThrow());
        return submission.map(known::of).orElse(known);
    }
}
