package io.qmaster.domain.internal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Holder;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmittingProcess;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A journal that notifies listeners when it cannot be written. Thread-safe. */
public final class AnnouncingJournal implements SubmissionJournal {
    private final SubmissionJournal journal;
    private final Callbacks callbacks;
    /** The order and the batch of each submission of this process that has not ended. */
    private final Map<SubmissionId, Known> open = new ConcurrentHashMap<>();

    private record Known(BatchOrder order, Optional<BatchReference> batch) {}

    /** Wraps a journal. */
    public AnnouncingJournal(SubmissionJournal journal, Callbacks callbacks) {
        this.journal = journal;
        this.callbacks = callbacks;
    }

    private <T> T writing(SubmissionId submission, Supplier<T> write) {
        try {
            return write.get();
        } catch (RuntimeException unwritten) {
            announce(submission, unwritten);
            throw unwritten;
        }
    }

    private void announce(SubmissionId submission, RuntimeException unwritten) {
        Optional<Known> known = Optional.ofNullable(open.get(submission)).or(() -> read(submission));
        callbacks.journalUnwritten(
                submission,
                known.flatMap(Known::batch),
                known.map(found -> found.order().labels()).orElse(Map.of()),
                Reason.withPath(unwritten));
    }

    /** A submission of an earlier process, which can often still be read. */
    private Optional<Known> read(SubmissionId submission) {
        try {
            return journal.find(submission).map(entry -> new Known(entry.order(), entry.batch()));
        } catch (RuntimeException unread) {
            return Optional.empty();
        }
    }

    private void writing(SubmissionId submission, Runnable write) {
        SubmissionId unused = writing(submission, () -> {
            write.run();
            return submission;
        });
    }

    @Override
    public Verdict intend(Intention intention) {
        SubmissionId submission = intention.order().submissionId();
        Known known = new Known(intention.order(), Optional.empty());
        open.put(submission, known);
        boolean isRecorded = false;
        try {
            Verdict verdict = journal.intend(intention);
            isRecorded = verdict instanceof Verdict.Recorded;
            return verdict;
        } catch (RuntimeException unwritten) {
            boolean unread = unwritten instanceof JournalException failed
                    && failed.code().equals("JOURNAL_UNREADABLE");
            if (!unread) {
                announce(submission, unwritten);
            }
            throw unwritten;
        } finally {
            if (!isRecorded) {
                open.remove(submission, known);
            }
        }
    }

    @Override
    public void started(SubmissionId submission, SubmittingProcess process) {
        writing(submission, () -> journal.started(submission, process));
    }

    @Override
    public void attempting(SubmissionId submission, int attempt, String command) {
        writing(submission, () -> journal.attempting(submission, attempt, command));
    }

    @Override
    public void attempted(SubmissionId submission, int attempt, String outcome) {
        writing(submission, () -> journal.attempted(submission, attempt, outcome));
    }

    @Override
    public void cancelAsked(SubmissionId submission, Optional<CancelCause> cause) {
        writing(submission, () -> journal.cancelAsked(submission, cause));
    }

    @Override
    public void jobCancelAsked(SubmissionId submission, JobId job, boolean granted) {
        writing(submission, () -> journal.jobCancelAsked(submission, job, granted));
    }

    @Override
    public void submitted(SubmissionId submission, Submitted submitted) {
        open.computeIfPresent(
                submission,
                (same, known) -> new Known(
                        known.order(),
                        Optional.of(new BatchReference(
                                submitted.batchId(), known.order().cluster()))));
        writing(submission, () -> journal.submitted(submission, submitted));
    }

    @Override
    public Finisher concluding(SubmissionId submission, BatchResult found) {
        return writing(submission, () -> journal.concluding(submission, found));
    }

    @Override
    public void ended(SubmissionId submission, Ending ending) {
        try {
            writing(submission, () -> journal.ended(submission, ending));
        } finally {
            open.remove(submission);
        }
    }

    @Override
    public void note(SubmissionId submission, LogEntry line) {
        journal.note(submission, line);
    }

    @Override
    public Optional<SubmittingTurn> takeTurn() {
        return journal.takeTurn();
    }

    @Override
    public Optional<Holder> turnHolder() {
        return journal.turnHolder();
    }

    @Override
    public Optional<JournalEntry> find(SubmissionId submission) {
        return journal.find(submission);
    }

    @Override
    public Optional<JournalEntry> find(BatchId batch) {
        return journal.find(batch);
    }

    @Override
    public Optional<JournalEntry> find(JobId job) {
        return journal.find(job);
    }

    @Override
    public Optional<JournalEntry> findRequest(String requestId) {
        return journal.findRequest(requestId);
    }

    @Override
    public List<JournalEntry> claimants(String claim) {
        return journal.claimants(claim);
    }

    @Override
    public List<JournalEntry> open() {
        return journal.open();
    }

    @Override
    public Stream<JournalEntry> ended(Instant since) {
        return journal.ended(since);
    }

    @Override
    public OptionalLong usableBytes() {
        return journal.usableBytes();
    }

    @Override
    public List<Unreadable> unreadable() {
        return journal.unreadable();
    }

    @Override
    public List<String> warnings() {
        return journal.warnings();
    }
}
