package io.qmaster.domain;

import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.standard.MemoryJournal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A journal in memory with one method replaced by a test. */
class WrappedJournal implements SubmissionJournal {
    private final MemoryJournal memory = new MemoryJournal();

    @Override
    public Verdict intend(Intention intention) {
        return memory.intend(intention);
    }

    @Override
    public void started(SubmissionId submission, SubmittingProcess process) {
        memory.started(submission, process);
    }

    @Override
    public void attempting(SubmissionId submission, int attempt, String command) {
        memory.attempting(submission, attempt, command);
    }

    @Override
    public void attempted(SubmissionId submission, int attempt, String outcome) {
        memory.attempted(submission, attempt, outcome);
    }

    @Override
    public void jobCancelAsked(SubmissionId submission, JobId job, boolean granted) {
        memory.jobCancelAsked(submission, job, granted);
    }

    @Override
    public void cancelAsked(SubmissionId submission, Optional<CancelCause> cause) {
        memory.cancelAsked(submission, cause);
    }

    @Override
    public void submitted(SubmissionId submission, Submitted submitted) {
        memory.submitted(submission, submitted);
    }

    @Override
    public Finisher concluding(SubmissionId submission, BatchResult found) {
        return memory.concluding(submission, found);
    }

    @Override
    public void ended(SubmissionId submission, Ending ending) {
        memory.ended(submission, ending);
    }

    @Override
    public void note(SubmissionId submission, LogEntry line) {
        memory.note(submission, line);
    }

    @Override
    public Optional<JournalEntry> find(SubmissionId submission) {
        return memory.find(submission);
    }

    @Override
    public Optional<JournalEntry> find(BatchId batch) {
        return memory.find(batch);
    }

    @Override
    public Optional<JournalEntry> find(JobId job) {
        return memory.find(job);
    }

    @Override
    public Optional<JournalEntry> findRequest(String requestId) {
        return memory.findRequest(requestId);
    }

    @Override
    public List<JournalEntry> claimants(String claim) {
        return memory.claimants(claim);
    }

    @Override
    public List<JournalEntry> open() {
        return memory.open();
    }

    @Override
    public Stream<JournalEntry> ended(Instant since) {
        return memory.ended(since);
    }

    /** All entries, oldest first. */
    List<JournalEntry> entries() {
        return memory.entries();
    }
}
