package io.qmaster.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that happened to a batch. Immutable and safe for threads. */
public sealed interface BatchEvent {
    /** What every event has. */
    Head head();

    /**
     * What every event has.
     *
     * @param submissionId our own id; empty for a batch that somebody else submitted
     * @param batch the engine's id and the cluster
     * @param sequence counts the events of one batch in this process, from 1; a gap shows a listener that it was too slow,
     *     and that progress was dropped
     * @param at when it happened
     * @param labels the caller's own key-value pairs
     */
    record Head(
            Optional<SubmissionId> submissionId,
            BatchReference batch,
            long sequence,
            Instant at,
            Map<String, String> labels) {}

    /**
     * The engine has the batch.
     *
     * @param head what every event has
     * @param order what was submitted
     * @param jobIds the engine's ids of the jobs, as many as it told
     * @param backend the name of the backend
     * @param settledBy how the batch was found if its submission did not answer: {@code name}
     * @param replayed whether this is the original answer to a request that was made before
     */
    record Submitted(
            Head head,
            BatchOrder order,
            List<JobId> jobIds,
            String backend,
            Optional<String> settledBy,
            boolean replayed)
            implements BatchEvent {}

    /**
     * State, words or per cent are no longer what they were.
     *
     * @param head what every event has
     * @param status what the engine says now
     */
    record Changed(Head head, BatchStatus status) implements BatchEvent {}

    /**
     * The engine reports a status that its backend does not know. Watching goes on, and does not end by such a status.
     * Reported once for each text of a batch.
     *
     * @param head what every event has
     * @param status what the engine says now; its state is {@link BatchState#UNKNOWN}
     */
    record UnknownStatus(Head head, BatchStatus status) implements BatchEvent {}

    /**
     * Somebody put the batch on hold.
     *
     * @param head what every event has
     * @param status what the engine says now
     */
    record Held(Head head, BatchStatus status) implements BatchEvent {}

    /**
     * The batch runs, but makes no progress.
     *
     * @param head what every event has
     * @param status what the engine says now
     * @param withoutProgress for how long
     */
    record Stalled(Head head, BatchStatus status, Duration withoutProgress) implements BatchEvent {}

    /**
     * The batch is out of sight.
     *
     * @param head what every event has
     * @param unseenFor for how long
     */
    record Lost(Head head, Duration unseenFor) implements BatchEvent {}

    /**
     * A lost batch is back.
     *
     * @param head what every event has
     * @param status what the engine says now
     */
    record Found(Head head, BatchStatus status) implements BatchEvent {}

    /**
     * Every batch of the engine went out of sight at once: it was probably reset.
     *
     * @param head what every event has
     * @param batches how many batches went
     */
    record EngineReset(Head head, int batches) implements BatchEvent {}

    /**
     * The batch has ended, and its outputs were looked at.
     *
     * @param head what every event has
     * @param result how it ended
     */
    record Ended(Head head, BatchResult result) implements BatchEvent {}
}
