package io.qmaster.domain.standard;

import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.SubmissionJournal.Ending;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.SubmittingProcess;
import java.util.Optional;

/** What one line of the journal says of a submission. */
sealed interface JournalRecord {
    /** The submission that the line is about. */
    SubmissionId submission();

    /** An attempt is about to be made. */
    record Intended(Owner owner, Intention intention) implements JournalRecord {
        @Override
        public SubmissionId submission() {
            return intention.order().submissionId();
        }
    }

    /** A process hands the batch to the engine; it runs on the owner's host. */
    record Started(SubmissionId submission, Owner owner, SubmittingProcess process) implements JournalRecord {}

    /** What an attempt runs. */
    record Attempting(SubmissionId submission, int attempt, String command) implements JournalRecord {}

    /** What came of an attempt. */
    record Attempted(SubmissionId submission, int attempt, String outcome) implements JournalRecord {}

    /** Why the engine was asked to cancel the batch; empty if it refused. */
    record CancelAsked(SubmissionId submission, Optional<CancelCause> cause) implements JournalRecord {}

    /** The engine has the batch. */
    record Queued(SubmissionId submission, Owner owner, Submitted submitted) implements JournalRecord {}

    /** What was found at the end of its batch, before outputs are brought to their place. */
    record Concluded(SubmissionId submission, Owner owner, BatchResult found) implements JournalRecord {}

    /** The submission ended. */
    record Ended(SubmissionId submission, Ending ending) implements JournalRecord {}

    /** A line of its story. */
    record Noted(SubmissionId submission, LogEntry line) implements JournalRecord {}
}
