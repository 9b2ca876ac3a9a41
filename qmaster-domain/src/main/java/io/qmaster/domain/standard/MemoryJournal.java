package io.qmaster.domain.standard;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmittingProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A journal that lives as long as the program: it keeps submissions of one process apart, and forgets everything when that
 * process dies. Safe for threads.
 */
public final class MemoryJournal implements SubmissionJournal {
    private final Map<SubmissionId, JournalEntry> entries = new LinkedHashMap<>();

    /** An empty journal. */
    public MemoryJournal() {}

    @Override
    public synchronized Verdict intend(Intention intention) {
        SubmissionId submission = intention.order().submissionId();
        Optional<Verdict> objection = Intentions.objection(intention, entries.values());
        if (objection.isPresent()) {
            return objection.get();
        }
        JournalEntry before = entries.get(submission);
        entries.put(submission, before == null ? JournalEntry.begun(intention) : before.with(intention));
        return new Verdict.Recorded();
    }

    @Override
    public synchronized void started(SubmissionId submission, SubmittingProcess process) {
        change(submission, entry -> entry.with(process));
    }

    @Override
    public synchronized void submitted(SubmissionId submission, Submitted submitted) {
        change(submission, entry -> entry.with(submitted));
    }

    /** It keeps no processes apart: whoever asks before a submission ended goes on with what was found first. */
    @Override
    public synchronized Turn concluding(SubmissionId submission, BatchResult found) {
        JournalEntry entry = known(submission);
        if (entry.isGivenUp() || entry.result().isPresent()) {
            return new Turn.Over(entry);
        }
        BatchResult first = entry.conclusion().orElse(found);
        entries.put(submission, entry.with(first));
        return new Turn.Ours(first);
    }

    @Override
    public synchronized void ended(SubmissionId submission, Ending ending) {
        change(submission, entry -> entry.with(ending));
    }

    @Override
    public synchronized void note(SubmissionId submission, LogEntry line) {
        entries.computeIfPresent(submission, (id, entry) -> entry.with(line));
    }

    @Override
    public synchronized Optional<JournalEntry> find(SubmissionId submission) {
        return Optional.ofNullable(entries.get(submission));
    }

    @Override
    public synchronized Optional<JournalEntry> find(BatchId batch) {
        return entries.values().stream()
                .filter(entry ->
                        entry.batch().filter(known -> known.id().equals(batch)).isPresent())
                .reduce((earlier, later) -> later);
    }

    @Override
    public synchronized List<JournalEntry> entries() {
        return List.copyOf(entries.values());
    }

    private void change(SubmissionId submission, UnaryOperator<JournalEntry> change) {
        entries.put(submission, change.apply(known(submission)));
    }

    private JournalEntry known(SubmissionId submission) {
        JournalEntry entry = entries.get(submission);
        if (entry == null) {
            throw new IllegalArgumentException("no intention was written down for " + submission);
        }
        return entry;
    }
}
