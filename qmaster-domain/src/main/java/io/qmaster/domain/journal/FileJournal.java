package io.qmaster.domain.journal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Holder;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A journal in a folder: a spool with one file for each submission.
 *
 * <pre>
 * journal                 which journal this is
 * open/ID                 the records of a submission that has not ended, one a line
 * ended/2026-11-26/ID     the same of one that ended on that day (UTC)
 * log/ID                  the last lines of a long log
 * index/…                 from the id of a batch, a job or a request, or an output path, to submissions
 * owners/…                a locked file for each journal that is at work
 * </pre>
 *
 * <p>Any number of threads, journals and processes may use one folder concurrently; none waits for another. The cost of a call
 * does not grow with the number of ended submissions. {@link #intend}, {@link #started}, {@link #submitted},
 * {@link #concluding} and {@link #ended} force their records to disk. The record of an interrupted thread is written too, and
 * the thread stays interrupted. A partial line of a writer that died is ignored. Nothing is created in the folder before the
 * first submission.
 *
 * <p><b>Owners.</b> Each journal, also each of several in one process, is an owner and has a lock in the folder {@code owners}
 * from its first submission until it is closed. A submission of another journal whose lock is taken is
 * {@link JournalEntry#heldElsewhere() held elsewhere}, even in the same process. So use one journal for each {@code Qmaster},
 * and {@link #close()} it after the {@code Qmaster}; the locks of a process that dies are released at once. On a file system
 * without locks an owner is considered active while its process runs, one on another host always, and {@link #warning()} says
 * so. A journal that records that a batch is submitted, or its result, becomes the owner of the submission.
 *
 * <p>The operating system knows whether a submitting process of this host is running. One of another host is assumed to run for
 * a day, longer than any submission, so that its batch is not reported as <em>not queued</em> too early.
 *
 * <p><b>The index</b> can be deleted: the next call that needs it rebuilds it from the files of submissions. The first call
 * after a start of the machine rebuilds a part of it, since its lines are not forced to disk.
 *
 * <p><b>Retention.</b> An ended submission is kept for at least 30 days after the day of its end, an open one always. Only
 * calls that submit delete, and only what is too old on each of the last three days with submissions, so that a clock that is
 * wrong for some time does no harm.
 *
 * <p><b>If the folder is deleted</b> while a program uses it, or replaced by another journal or a copy, every call fails with
 * {@code JOURNAL_VANISHED}, and nothing more is submitted.
 *
 * <p><b>Permissions.</b> A missing folder is created with mode 0700 and its files with 0600, with any umask. In a folder that
 * is writable for its group the files have mode 0660 and that group, so that users of one Mac can share it. A folder that every
 * user may write to is rejected, as are symbolic links and irregular files in it. For library consumers. Thread-safe.
 */
public final class FileJournal implements SubmissionJournal, AutoCloseable {
    private final Timekeeper time;
    private final JournalFolder folder;
    private final Identity identity;
    private final Spool spool;
    private final Indexes indexes;
    private final IndexRepair repair;
    private final Owners owners;
    private final SubmittingLock submitting;
    private final Entries entries;
    private final Claims claims;
    private final Retention retention;
    private final JournalFailures failures;
    private final JournalCalls calls;
    private final Listing listing;
    /** The submissions that this journal works on. */
    private final Set<SubmissionId> own = ConcurrentHashMap.newKeySet();

    FileJournal(JournalFolder folder, Timekeeper time, Locking locking) {
        this.time = time;
        this.folder = folder;
        identity = new Identity(folder);
        spool = new Spool(folder);
        indexes = new Indexes(folder, spool);
        owners = new Owners(folder, locking, time.now());
        submitting = new SubmittingLock(folder, locking);
        entries = new Entries(spool, owners, time);
        repair = new IndexRepair(folder, spool, indexes);
        claims = new Claims(spool, indexes, entries);
        retention = new Retention(folder, spool, indexes::remove);
        failures = new JournalFailures(folder.path());
        calls = new JournalCalls(identity, failures);
        listing = new Listing(spool, entries, calls, failures);
    }

    /** Creates a journal in a folder of the default file system. Reads and writes nothing yet. */
    public static FileJournal in(Path folder) {
        return in(folder, new WallClock());
    }

    /** The same with another clock, which retention uses. */
    public static FileJournal in(Path folder, Timekeeper time) {
        return new FileJournal(new JournalFolder(folder), time, Locking.OF_THE_SYSTEM);
    }

    @Override
    public Verdict intend(Intention intention) {
        BatchOrder order = intention.order();
        SubmissionId submission = order.submissionId();
        return calls.writing("the intention of " + submission, QueueFate.NOT_QUEUED, () -> {
            identity.make();
            repair.complete();
            // An open submission has its claims: a later rival that is about to withdraw does not conflict.
            boolean isLater = spool.isOpen(submission);
            Optional<Verdict> objection = isLater ? claims.claim(intention) : claims.objection(intention);
            if (objection.isPresent()) {
                return objection.get();
            }
            owners.hold();
            cleanUp();
            own.add(order.submissionId());
            String record = RecordFormat.write(new JournalRecord.Intended(owners.self(), intention), Optional.empty());
            if (isLater) {
                spool.append(submission, record, true);
                return new Verdict.Recorded();
            }
            return begun(intention, record);
        });
    }

    /** The file is created before the claims, so that a rival that finds a claim also finds its submission. */
    private Verdict begun(Intention intention, String record) throws IOException, History.NewerFormatException {
        SubmissionId submission = intention.order().submissionId();
        boolean recorded = false;
        spool.begin(submission, record);
        try {
            Optional<Verdict> objection = claims.claim(intention);
            if (objection.isPresent()) {
                return objection.get();
            }
            spool.force(submission);
            // If the journal was deleted meanwhile, so were the claims.
            identity.make();
            recorded = true;
            return new Verdict.Recorded();
        } finally {
            if (!recorded) {
                own.remove(submission);
                spool.withdraw(submission);
            }
        }
    }

    @Override
    public void started(SubmissionId submission, SubmittingProcess process) {
        write(submission, new JournalRecord.Started(owners.self(), process), "the submitter of ", QueueFate.UNKNOWN);
    }

    @Override
    public void attempting(SubmissionId submission, int attempt, String command) {
        calls.writing("what is run for " + submission, QueueFate.NOT_QUEUED, () -> {
            append(submission, new JournalRecord.Attempting(attempt, command), false);
            return submission;
        });
    }

    @Override
    public void attempted(SubmissionId submission, int attempt, String outcome) {
        write(submission, new JournalRecord.Attempted(attempt, outcome), "the outcome of ", QueueFate.UNKNOWN);
    }

    @Override
    public void cancelAsked(SubmissionId submission, Optional<CancelCause> cause) {
        write(submission, new JournalRecord.CancelAsked(cause), "who asked to cancel ", QueueFate.QUEUED);
    }

    @Override
    public void jobCancelAsked(SubmissionId submission, JobId job, boolean granted) {
        write(submission, new JournalRecord.JobCancelAsked(job, granted), "which job to cancel in ", QueueFate.QUEUED);
    }

    @Override
    public void submitted(SubmissionId submission, Submitted submitted) {
        calls.writing("that " + submission + " is " + submitted.batchId(), QueueFate.QUEUED, () -> {
            owners.hold();
            try {
                // Before the record, so that every recorded batch can be found; an index line without a record is
                // harmless.
                identity.look();
                repair.complete();
                indexes.add(submission, submitted);
            } finally {
                append(submission, new JournalRecord.Queued(owners.self(), submitted), true);
                own.add(submission);
            }
            return submission;
        });
    }

    /** The file system decides: the finisher is the first owner with a conclusion that is still running. */
    @Override
    public Finisher concluding(SubmissionId submission, BatchResult found) {
        return calls.writing("what was found of " + submission, QueueFate.QUEUED, () -> {
            owners.hold();
            History history = known(submission);
            if (!history.isOver() && finisher(history).isEmpty()) {
                append(
                        submission,
                        new JournalRecord.Concluded(
                                owners.self(),
                                history.entry().orElseThrow().conclusion().orElse(found)),
                        true);
                own.add(submission);
                // The former finisher may have written the end just before its own end.
                history = known(submission);
            }
            if (history.isOver()) {
                return new Finisher.Over(entries.withProcesses(history, new HashMap<>()));
            }
            return finisher(history).filter(owners.self()::equals).isPresent()
                    ? new Finisher.Ours(history.conclusions().get(0).found())
                    : new Finisher.Theirs();
        });
    }

    private Optional<Owner> finisher(History history) {
        return owners.firstAtWork(history.conclusions().stream().map(JournalRecord.Concluded::owner));
    }

    @Override
    public Optional<SubmittingTurn> takeTurn() {
        return submitting.take();
    }

    @Override
    public Optional<Holder> turnHolder() {
        return submitting.holder();
    }

    @Override
    public void ended(SubmissionId submission, Ending ending) {
        QueueFate fate = ending.how() == Ending.How.NOT_QUEUED ? QueueFate.NOT_QUEUED : QueueFate.QUEUED;
        calls.writing("the end of " + submission, fate, () -> {
            append(submission, new JournalRecord.Ended(ending), true);
            own.remove(submission);
            spool.endIfPossible(submission, LocalDate.ofInstant(ending.at(), ZoneOffset.UTC));
            return submission;
        });
    }

    @Override
    public void note(SubmissionId submission, LogEntry line) {
        try {
            if (identity.look()) {
                spool.note(submission, RecordFormat.write(new JournalRecord.Noted(line), Optional.empty()));
            }
        } catch (IOException | History.NewerFormatException leftOut) {
            // As the contract says, a line that cannot be written is dropped.
        }
    }

    @Override
    public Optional<JournalEntry> find(SubmissionId submission) {
        return calls.reading(Optional.empty(), () -> entries.find(submission));
    }

    @Override
    public Optional<JournalEntry> find(BatchId batch) {
        return indexed(
                Optional.empty(),
                () -> entries.queued(
                        indexes.of(batch), queued -> queued.batchId().equals(batch)));
    }

    @Override
    public Optional<JournalEntry> find(JobId job) {
        return indexed(
                Optional.empty(),
                () -> entries.queued(indexes.of(job), queued -> queued.jobIds().contains(job)));
    }

    @Override
    public Optional<JournalEntry> findRequest(String requestId) {
        return indexed(
                Optional.empty(),
                () -> claims.answering(requestId, indexes.requests().of(requestId)));
    }

    @Override
    public List<JournalEntry> claimants(String claim) {
        return indexed(List.of(), () -> entries.all(indexes.claims().of(claim)));
    }

    private <T> T indexed(T ifThereIsNone, JournalCalls.Work<T> question) {
        return calls.reading(ifThereIsNone, () -> {
            repair.completeIfWritable();
            return question.call();
        });
    }

    @Override
    public List<JournalEntry> open() {
        return calls.reading(List.of(), listing::open);
    }

    @Override
    public Stream<JournalEntry> ended(Instant since) {
        return listing.ended(since);
    }

    @Override
    public OptionalLong usableBytes() {
        return OptionalLong.of(calls.measuring(folder::usableBytes));
    }

    /** A warning if the file system of the folder has no locks or is remote, or if another user can change the folder. */
    public Optional<String> warning() {
        return owners.locksWork()
                ? folder.warning()
                : Optional.of(
                        "the file system of " + folder.path() + " has no locks: use its journal from one process at"
                                + " a time, or choose a folder on a local disk");
    }

    @Override
    public List<Unreadable> unreadable() {
        return listing.unreadable();
    }

    /** The {@link #warning()} of the folder, and the unreadable files of open submissions. */
    @Override
    public List<String> warnings() {
        open();
        Stream<String> spoilt = unreadable().stream()
                .filter(Unreadable::isOpen)
                .map(unread -> unread.failure().message());
        return Stream.concat(warning().stream(), spoilt).toList();
    }

    /**
     * Releases the submissions that are still open, so that other journals can recover them. The journal can still be used; it
     * becomes an owner again when it writes to an open submission.
     */
    @Override
    public void close() {
        own.clear();
        owners.release();
    }

    private void write(SubmissionId submission, JournalRecord record, String what, QueueFate fate) {
        calls.writing(what + submission, fate, () -> {
            append(submission, record, true);
            return submission;
        });
    }

    private void append(SubmissionId submission, JournalRecord record, boolean forced)
            throws IOException, History.NewerFormatException {
        identity.look();
        boolean refersToOrder = record instanceof JournalRecord.Concluded || record instanceof JournalRecord.Ended;
        Optional<BatchOrder> order = refersToOrder ? known(submission).order() : Optional.empty();
        try {
            spool.append(submission, RecordFormat.write(record, order), forced);
        } catch (NoSuchFileException none) {
            throw missing(submission);
        }
    }

    private History known(SubmissionId submission) throws IOException, History.NewerFormatException {
        return entries.history(submission).orElseThrow(() -> missing(submission));
    }

    /** A missing submission that this journal wrote was deleted. */
    private JournalException missing(SubmissionId submission) {
        return own.contains(submission) ? failures.vanished(submission) : failures.entryMissing(submission);
    }

    private void cleanUp() {
        try {
            if (retention.seen(LocalDate.ofInstant(time.now(), ZoneOffset.UTC))) {
                owners.sweep();
            }
        } catch (IOException nextTime) {
            // Another call will clean up.
        }
    }
}
