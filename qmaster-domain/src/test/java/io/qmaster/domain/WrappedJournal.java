package io.qmaster.domain;

import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.standard.MemoryJournal;
import java.util.List;
import java.util.Optional;

/** A journal in memory of which a test does one thing otherwise. */
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
    public void submitted(SubmissionId submission, Submitted submitted) {
        memory.submitted(submission, submitted);
    }

    @Override
    public Turn concluding(SubmissionId submission, BatchResult found) {
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
    public List<JournalEntry> entries() {
        return memory.entries();
    }
}
