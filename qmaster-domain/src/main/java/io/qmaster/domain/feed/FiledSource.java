package io.qmaster.domain.feed;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Failure;
import io.qmaster.domain.SubmissionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A source of a hot folder that is finished, and was moved to the folder {@value HotFolder#DONE} or {@value
 * HotFolder#FAILED}. Immutable.
 *
 * @param source the path at which it arrived
 * @param path its current path; empty if the file was missing
 * @param outcome its outcome
 * @param submission the submission's id, if it was submitted
 * @param batch the engine's id and the cluster, if it was queued
 * @param outputs the valid outputs
 * @param failure why it was set aside, failed or was cancelled
 * @param at when it was moved
 */
public record FiledSource(
        Path source,
        Optional<Path> path,
        FeedOutcome outcome,
        Optional<SubmissionId> submission,
        Optional<BatchReference> batch,
        List<Path> outputs,
        Optional<Failure> failure,
        Instant at) {
    /** Copies the outputs. */
    public FiledSource {
        outputs = List.copyOf(outputs);
    }

    /** Whether it needs no further action. */
    public boolean isGood() {
        return outcome == FeedOutcome.SUCCESSFUL || outcome == FeedOutcome.SKIPPED;
    }

    /** The same source with another current path. */
    FiledSource at(Optional<Path> place) {
        return new FiledSource(source, place, outcome, submission, batch, outputs, failure, at);
    }
}
