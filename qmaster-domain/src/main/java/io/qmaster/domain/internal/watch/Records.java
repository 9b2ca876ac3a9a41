package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Joins the engine's batches with the journal's submissions. Thread-safe. */
public final class Records {
    private final SubmissionJournal journal;
    private final Batches batches;

    /** Joins the batches of an engine and the submissions of a journal. */
    public Records(SubmissionJournal journal, Batches batches) {
        this.journal = journal;
        this.batches = batches;
    }

    /** The record of a batch; empty if neither the engine nor the journal knows it. */
    public Optional<BatchRecord> of(BatchReference batch) throws InterruptedException {
        Optional<SubmissionRecord> submission = entryOf(batch).map(JournalEntry::record);
        Map<BatchReference, BatchStatus> found;
        try {
            found = batches.find(Set.of(batch));
        } catch (QmasterException unread) {
            if (submission.isEmpty()) {
                throw unread;
            }
            return submission.map(known -> BatchRecord.of(known).unread(unread.failure()));
        }
        return Optional.ofNullable(found.get(batch))
                .map(status -> BatchRecord.of(status, submission))
                .or(() -> submission.map(BatchRecord::of));
    }

    /** The entry of a batch; empty if the journal cannot be read, since the engine can still report the batch. */
    private Optional<JournalEntry> entryOf(BatchReference batch) {
        try {
            return journal.find(batch.id()).filter(entry -> entry.batch().equals(Optional.of(batch)));
        } catch (JournalException unread) {
            if (unread.code().equals("JOURNAL_VANISHED")) {
                // Otherwise the batch would look like that of another user.
                throw unread;
            }
            return Optional.empty();
        }
    }

    /** The record of a submission; empty if the journal does not know it. */
    public Optional<BatchRecord> of(SubmissionId submission) throws InterruptedException {
        Optional<JournalEntry> entry = journal.find(submission);
        Optional<BatchReference> batch = entry.flatMap(JournalEntry::batch);
        return batch.isPresent()
                ? of(batch.get())
                : entry.map(JournalEntry::record).map(BatchRecord::of);
    }

    /** The records that a filter accepts. */
    public List<BatchRecord> history(HistoryFilter filter) throws InterruptedException {
        List<BatchRecord> history = filter.listed() ? listed() : new ArrayList<>();
        Set<SubmissionId> shown = new HashSet<>();
        history.forEach(record -> record.submission().map(SubmissionRecord::id).ifPresent(shown::add));
        history.removeIf(record -> !filter.accepts(record));
        if (filter.remembered()) {
            addRemembered(history, shown, filter);
        }
        return List.copyOf(history);
    }

    /**
     * The engine's batches, newest first. Engines list in the order of submission; times in the journal take
     * precedence, and a batch of another user keeps its place after the one listed before it.
     */
    private List<BatchRecord> listed() throws InterruptedException {
        List<Listed> listed = new ArrayList<>();
        Map<BatchReference, JournalEntry> open = openEntries();
        Instant latest = Instant.MIN;
        for (BatchStatus status : batches.list()) {
            Optional<JournalEntry> entry =
                    Optional.ofNullable(open.get(status.batch())).or(() -> batches.entryOf(status.batch()));
            BatchRecord record = BatchRecord.of(status, entry.map(JournalEntry::record));
            latest = record.submission().map(SubmissionRecord::begunAt).orElse(latest);
            listed.add(new Listed(record, latest));
        }
        Collections.reverse(listed);
        listed.sort(Comparator.comparing(Listed::submittedAt).reversed());
        return new ArrayList<>(listed.stream().map(Listed::record).toList());
    }

    /** The open submissions, read together so that the journal notices unreadable ones. */
    private Map<BatchReference, JournalEntry> openEntries() {
        Map<BatchReference, JournalEntry> open = new HashMap<>();
        try {
            journal.open().forEach(entry -> entry.batch().ifPresent(batch -> open.put(batch, entry)));
        } catch (JournalException unreadable) {
            // The engine's batches are still listed; single lookups report the failure.
        }
        return open;
    }

    private record Listed(BatchRecord record, Instant submittedAt) {}

    /** Adds submissions of the journal. One submitted at or after a moment is open or ended after it. */
    private void addRemembered(List<BatchRecord> history, Set<SubmissionId> shown, HistoryFilter filter) {
        List<JournalEntry> open = new ArrayList<>(journal.open());
        Collections.reverse(open);
        try (Stream<JournalEntry> ended = journal.ended(filter.since().orElse(Instant.MIN))) {
            Stream.concat(open.stream(), ended)
                    .filter(entry -> shown.add(entry.submissionId()))
                    .map(JournalEntry::record)
                    .map(BatchRecord::of)
                    .filter(filter::accepts)
                    .forEach(history::add);
        }
    }
}
