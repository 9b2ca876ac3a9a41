package io.qmaster.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a batch. For library consumers, delivered to a {@link BatchListener}. Immutable and
 * thread-safe.
 */
public sealed interface BatchEvent {
    /** The fields that every event has. */
    Head head();

    /**
     * The fields that every event has.
     *
     * @param submissionId our own id; empty for a batch that another user or program submitted
     * @param batch the engine's id and the cluster; empty only for {@link Refused} and {@link JournalUnwritten}, if
     *     there is no batch yet
     * @param sequence number of the event of this batch in this process, from 1; a gap means that the listener was too
     *     slow and that progress events were dropped; 0 for {@link Refused} and {@link JournalUnwritten}
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
     * @param head the common fields
     * @param order what was submitted
     * @param jobIds the engine's ids of the jobs, as many as it reported
     * @param backend the name of the backend
     * @param settledBy how the batch was found if its submission did not answer; {@code name} is the only value
     * @param replayed whether this is the original answer to a repeated request
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
     * @param head the common fields; with our own id, if one was assigned
     * @param request what was to be submitted
     * @param failure why; its fate says whether the engine has the batch
     */
    record Refused(Head head, BatchRequest request, Failure failure) implements BatchEvent {}

    /**
     * A batch that an earlier program submitted is watched again, by {@link Qmaster#recover()} or
     * {@link Qmaster#adopt()}. The first event of such a batch.
     *
     * @param head the common fields
     * @param order what was submitted
     * @param jobIds the engine's ids of the jobs, as many as it reported
     */
    record Adopted(Head head, BatchOrder order, List<JobId> jobIds) implements BatchEvent {}

    /**
     * A query for the status of a batch failed. Watching continues; {@link Policy#statusPatience()} says when waits
     * fail.
     *
     * @param head the common fields
     * @param reason the reason, in one line
     */
    record StatusUnread(Head head, String reason) implements BatchEvent {}

    /**
     * The journal could not be written. If the record was the intention to submit, nothing is submitted; otherwise the
     * batch continues and is still watched.
     *
     * @param head the common fields
     * @param reason the reason, in one line
     */
    record JournalUnwritten(Head head, String reason) implements BatchEvent {}

    /**
     * The state, the status text or the percentage of a batch changed.
     *
     * @param head the common fields
     * @param status what the engine reports now
     */
    record Changed(Head head, BatchStatus status) implements BatchEvent {}

    /**
     * The engine reports a status that its backend does not know. Watching continues. Reported once for each text of a
     * batch.
     *
     * @param head the common fields
     * @param status what the engine reports now; its state is {@link BatchState#UNKNOWN}
     */
    record UnknownStatus(Head head, BatchStatus status) implements BatchEvent {}

    /**
     * The batch was put on hold.
     *
     * @param head the common fields
     * @param status what the engine reports now
     */
    record Held(Head head, BatchStatus status) implements BatchEvent {}

    /**
     * The batch is running but makes no progress.
     *
     * @param head the common fields
     * @param status what the engine reports now
     * @param withoutProgress for how long
     */
    record Stalled(Head head, BatchStatus status, Duration withoutProgress) implements BatchEvent {}

    /**
     * The batch is lost: the engine has not listed it for some time.
     *
     * @param head the common fields
     * @param unseenFor how long it has not been listed
     */
    record Lost(Head head, Duration unseenFor) implements BatchEvent {}

    /**
     * A lost batch is listed again.
     *
     * @param head the common fields
     * @param status what the engine reports now
     */
    record Found(Head head, BatchStatus status) implements BatchEvent {}

    /**
     * All batches of the engine disappeared at once: it was probably reset.
     *
     * @param head the common fields
     * @param batches how many batches disappeared
     */
    record EngineReset(Head head, int batches) implements BatchEvent {}

    /**
     * The batch has ended, and its outputs were checked.
     *
     * @param head the common fields
     * @param result how it ended
     */
    record Ended(Head head, BatchResult result) implements BatchEvent {}
}
