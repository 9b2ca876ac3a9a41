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
     * @param submissionId our own id; empty for a batch that another user or program submitted
     * @param batch the engine's id and the cluster; empty only for {@link Refused} and {@link JournalUnwritten}, if there
     *     is no batch or none yet
     * @param sequence counts the events of one batch in this process, from 1; a gap shows a listener that it was too slow,
     *     and that progress was dropped; 0 for {@link Refused} and {@link JournalUnwritten}
     * @param at when it happened
     * @param labels the caller's own key-value pairs
     */
    record Head(
            Optional<SubmissionId> submissionId,
            Optional<BatchReference> batch,
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
     * A request was not submitted, or may not have been: {@link Qmaster#submit} throws this failure.
     *
     * @param head what every event has; with our own id, if one was given out
     * @param request what was to be submitted
     * @param failure why; its fate says whether the engine has the batch
     */
    record Refused(Head head, BatchRequest request, Failure failure) implements BatchEvent {}

    /**
     * A batch that an earlier program submitted is watched again, by {@link Qmaster#recover()} or {@link Qmaster#adopt()}.
     * The first event of such a batch.
     *
     * @param head what every event has
     * @param order what was submitted
     * @param jobIds the engine's ids of the jobs, as many as it reported
     */
    record Adopted(Head head, BatchOrder order, List<JobId> jobIds) implements BatchEvent {}

    /**
     * A query for the status of a batch failed. Watching goes on: {@link Policy#statusPatience()} says when waits end.
     *
     * @param head what every event has
     * @param reason why, in one line
     */
    record StatusUnread(Head head, String reason) implements BatchEvent {}

    /**
     * The journal could not be written. If this was the intention to submit, nothing is submitted; otherwise the batch goes
     * on, and is watched as before.
     *
     * @param head what every event has; without labels
     * @param reason why, in one line
     */
    record JournalUnwritten(Head head, String reason) implements BatchEvent {}

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
