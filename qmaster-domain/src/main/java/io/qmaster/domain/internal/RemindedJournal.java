package io.qmaster.domain.internal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmittingProcess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A journal whose entries have the passwords of their clusters again, as far as they are known. */
public final class RemindedJournal implements SubmissionJournal {
    private final SubmissionJournal journal;
    private final Passwords passwords;

    /** A journal and what it does not keep. */
    public RemindedJournal(SubmissionJournal journal, Passwords passwords) {
        this.journal = journal;
        this.passwords = passwords;
    }

    @Override
    public Verdict intend(Intention intention) {
        Verdict verdict = journal.intend(intention);
        return verdict instanceof Verdict.Repeated repeated
                ? new Verdict.Repeated(passwords.in(repeated.original()))
                : verdict;
    }

    @Override
    public void started(SubmissionId submission, SubmittingProcess process) {
        journal.started(submission, process);
    }

    @Override
    public void attempting(SubmissionId submission, int attempt, String command) {
        journal.attempting(submission, attempt, command);
    }

    @Override
    public void attempted(SubmissionId submission, int attempt, String outcome) {
        journal.attempted(submission, attempt, outcome);
    }

    @Override
    public void cancelAsked(SubmissionId submission, Optional<CancelCause> cause) {
        journal.cancelAsked(submission, cause);
    }

    @Override
    public void submitted(SubmissionId submission, Submitted submitted) {
        journal.submitted(submission, submitted);
    }

    @Override
    public Turn concluding(SubmissionId submission, BatchResult found) {
        return journal.concluding(submission, found);
    }

    @Override
    public void ended(SubmissionId submission, Ending ending) {
        journal.ended(submission, ending);
    }

    @Override
    public void note(SubmissionId submission, LogEntry line) {
        journal.note(submission, line);
    }

    @Override
    public Optional<JournalEntry> find(SubmissionId submission) {
        return journal.find(submission).map(passwords::in);
    }

    @Override
    public Optional<JournalEntry> find(BatchId batch) {
        return journal.find(batch).map(passwords::in);
    }

    @Override
    public Optional<JournalEntry> findRequest(String requestId) {
        return journal.findRequest(requestId).map(passwords::in);
    }

    @Override
    public List<JournalEntry> claimants(String claim) {
        return journal.claimants(claim).stream().map(passwords::in).toList();
    }

    @Override
    public List<JournalEntry> open() {
        return journal.open().stream().map(passwords::in).toList();
    }

    @Override
    public Stream<JournalEntry> ended(Instant since) {
        return journal.ended(since).map(passwords::in);
    }

    @Override
    public OptionalLong usableBytes() {
        return journal.usableBytes();
    }
}
