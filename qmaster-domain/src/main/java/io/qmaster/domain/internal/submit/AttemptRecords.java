package io.qmaster.domain.internal.submit;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.Policy;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmittingProcess;
import java.util.OptionalLong;

/** Records each attempt in the journal and the log. No attempt fails because a record could not be written. */
final class AttemptRecords {
    private final SubmissionJournal journal;
    private final Policy policy;
    private final BatchLog log;

    AttemptRecords(SubmissionJournal journal, Policy policy, BatchLog log) {
        this.journal = journal;
        this.policy = policy;
        this.log = log;
    }

    /** Requires free space for the later records. */
    void requireRoom() {
        if (policy.minFreeBytes() == 0) {
            return;
        }
        OptionalLong usable = journal.usableBytes();
        if (usable.isPresent() && usable.getAsLong() < policy.minFreeBytes()) {
            throw new JournalException(Failure.notQueued(
                            "JOURNAL_VOLUME_FULL",
                            "the volume of the journal has " + usable.getAsLong() + " bytes free, and "
                                    + policy.minFreeBytes() + " are required")
                    .hint("free space on it, choose another folder for the journal, or lower the required free space")
                    .worthRetrying());
        }
    }

    void started(BatchOrder order, SubmittingProcess process) {
        try {
            journal.started(order.submissionId(), process);
        } catch (JournalException unwritten) {
            log.warn("the process that submits could not be written to the journal: " + unwritten.getMessage());
        }
    }

    void attempting(BatchOrder order, int attempt, String command) {
        log.debug("attempt " + attempt + ": " + command);
        try {
            journal.attempting(order.submissionId(), attempt, command);
        } catch (JournalException unwritten) {
            log.debug("the command could not be written to the journal: " + unwritten.getMessage());
        }
    }

    void attempted(BatchOrder order, int attempt, SubmissionOutcome outcome) {
        log.debug("outcome of attempt " + attempt + ": " + outcome.description());
        try {
            journal.attempted(order.submissionId(), attempt, outcome.description());
        } catch (JournalException unwritten) {
            // The next record warns if it cannot be written either.
            log.debug("the outcome could not be written to the journal: " + unwritten.getMessage());
        }
    }
}
