package io.qmaster.domain.port;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.SubmissionId;
import java.util.List;
import java.util.Optional;

/**
 * What a journal knows of one submission.
 *
 * @param intentions one for every attempt, the first first
 * @param submitted that the engine has the batch, once it has
 * @param ending how it ended, once it has
 * @param heldElsewhere whether a living process other than this one is at work on it
 */
public record JournalEntry(
        List<SubmissionJournal.Intention> intentions,
        Optional<SubmissionJournal.Submitted> submitted,
        Optional<SubmissionJournal.Ending> ending,
        boolean heldElsewhere) {
    /** @throws IllegalArgumentException without an intention */
    public JournalEntry {
        intentions = List.copyOf(intentions);
        if (intentions.isEmpty()) {
            throw new IllegalArgumentException("an entry begins with an intention");
        }
    }

    /** The order of the latest attempt. */
    public BatchOrder order() {
        return latest().order();
    }

    /** The intention of the latest attempt. */
    public SubmissionJournal.Intention latest() {
        return intentions.get(intentions.size() - 1);
    }

    /** Our own id. */
    public SubmissionId submissionId() {
        return order().submissionId();
    }

    /** The batch, if the engine has it. */
    public Optional<BatchReference> batch() {
        return submitted.map(queued -> new BatchReference(queued.batchId(), order().cluster()));
    }

    /** Whether it has not ended. */
    public boolean isOpen() {
        return ending.isEmpty();
    }
}
