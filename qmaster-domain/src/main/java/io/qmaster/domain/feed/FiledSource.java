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
 * @param source where it arrived
 * @param path where it is now; empty if it was gone
 * @param outcome what became of it
 * @param submission our own id, if it was submitted
 * @param batch the engine's id and the cluster, if it was queued
 * @param outputs the outputs that are good
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

    /** Whether there is nothing to do about it. */
    public boolean isGood() {
        return outcome == FeedOutcome.SUCCESSFUL || outcome == FeedOutcome.SKIPPED;
    }

    /** The same in another place. */
    FiledSource at(Optional<Path> place) {
        return new FiledSource(source, place, outcome, submission, batch, outputs, failure, at);
    }
}
