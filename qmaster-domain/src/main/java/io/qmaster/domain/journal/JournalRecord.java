package io.qmaster.domain.journal;

import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Ending;
import io.qmaster.domain.JobId;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.SubmittingProcess;
import java.util.Optional;

/** A record: one line in the file of a submission. */
sealed interface JournalRecord {
    /** An intention to submit. */
    record Intended(Owner owner, Intention intention) implements JournalRecord {}

    /** A process submits the batch to the engine; it runs on the owner's host. */
    record Started(Owner owner, SubmittingProcess process) implements JournalRecord {}

    /** The command of an attempt. */
    record Attempting(int attempt, String command) implements JournalRecord {}

    record Attempted(int attempt, String outcome) implements JournalRecord {}

    /** Why the engine was asked to cancel the batch; empty if it refused. */
    record CancelAsked(Optional<CancelCause> cause) implements JournalRecord {}

    /** The engine was asked to cancel one job of the batch, or refused to. */
    record JobCancelAsked(JobId job, boolean granted) implements JournalRecord {}

    /** The engine has the batch. */
    record Queued(Owner owner, Submitted submitted) implements JournalRecord {}

    /** The result of its batch, before outputs are published. */
    record Concluded(Owner owner, BatchResult found) implements JournalRecord {}

    /** The submission ended. */
    record Ended(Ending ending) implements JournalRecord {}

    record Noted(LogEntry line) implements JournalRecord {}
}
