package io.qmaster.domain.feed;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterBatch;
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

    /** A source that was not submitted, since there was nothing to do. */
    static FiledSource skipped(Path source, Instant at) {
        return unsubmitted(source, FeedOutcome.SKIPPED, Optional.empty(), at);
    }

    /** A source that was set aside. */
    static FiledSource rejected(Path source, Failure why, Instant at) {
        return unsubmitted(source, FeedOutcome.REJECTED, Optional.of(why), at);
    }

    private static FiledSource unsubmitted(Path source, FeedOutcome outcome, Optional<Failure> why, Instant at) {
        return new FiledSource(
                source,
                Optional.empty(),
                outcome,
                why.flatMap(Failure::submissionId),
                Optional.empty(),
                List.of(),
                why,
                at);
    }

    /** A source whose batch has ended. */
    static FiledSource ended(
            Path source,
            FeedOutcome outcome,
            QmasterBatch batch,
            BatchResult result,
            Optional<Failure> failure,
            Instant at) {
        return new FiledSource(
                source,
                Optional.empty(),
                outcome,
                batch.submissionId(),
                Optional.of(batch.reference()),
                result.outputs(),
                failure,
                at);
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
