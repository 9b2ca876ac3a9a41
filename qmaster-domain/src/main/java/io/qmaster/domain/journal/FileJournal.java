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
 * A journal in a folder, which outlives the program: a spool with one file for each submission.
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
 * <p>Any number of threads, journals and processes may use one folder at once; none waits for another. A call reads what it
 * is asked for, so its cost does not grow with the number of submissions that ended. What {@link #intend}, {@link #started},
 * {@link #submitted}, {@link #concluding} and {@link #ended} wrote is forced to disk when they return. An interrupted thread
 * stays interrupted, and its record is written all the same. A line that a dying writer left torn is ignored. Nothing is
 * made in the folder before the first submission.
 *
 * <p><b>Who is at work.</b> Each journal, also each of several in one process, is an owner of its own and holds a lock in
 * the folder {@code owners} from its first submission until it is closed. An entry of another journal whose lock is held is
 * {@link JournalEntry#heldElsewhere() held elsewhere}, even in the same process: only the {@code Qmaster} that submits a
 * batch knows that it does. So give every {@code Qmaster} a journal of its own, and {@link #close()} it after the {@code
 * Qmaster}; when a process dies its locks are free at once. On a file system without locks an owner is at work as long as
 * its process lives, one on another host always, and {@link #warning()} says so. Who writes that a batch is submitted, or
 * what was found of it at its end, takes it over.
 *
 * <p>Whether a submitting process of this host lives is asked of the operating system. One of another host is taken to
 * live for a day, longer than any submission takes, so that its batch is not called <em>not queued</em> too soon.
 *
 * <p><b>The index</b> can be deleted: it is made again from the files of submissions by the next call that needs it, and in
 * part by the first one after the machine was started, since its lines are not forced to disk.
 *
 * <p><b>What is kept.</b> A submission is remembered for at least 30 days after the day of its end, an open one always.
 * Reading never forgets; a call that submits does, and only what is too old by three different dates in a row on which
 * submissions were made, so that a clock that is wrong for a while does no harm.
 *
 * <p><b>If the folder goes</b> while a program uses it, or another journal or a copy takes its place, every call fails with
 * {@code JOURNAL_VANISHED}, and nothing further is submitted.
 *
 * <p><b>Who may read it.</b> A missing folder is made for its user alone (0700, files 0600, whatever the umask). In a folder
 * that is writable for its group the files are 0660 and of that group, so that two users of one Mac can share it. A folder
 * that every user may write to is refused, and so are symbolic links and anything that is not a regular file in it.
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
    /** The submissions that it is at work on. */
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

    /** The journal in a folder of the default file system. Nothing is read or written yet. */
    public static FileJournal in(Path folder) {
        return in(folder, new WallClock());
    }

    /** The same with another clock, by which it is told what is too old to be kept. */
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
            // Of what is open the claims are held: who came later and is about to withdraw is no obstacle.
            boolean isLater = spool.isOpen(submission);
            Optional<Verdict> objection = isLater ? claims.claim(intention) : claims.objection(intention);
            if (objection.isPresent()) {
                return objection.get();
            }
            owners.hold();
            tidy();
            own.add(order.submissionId());
            String record = RecordFormat.write(new JournalRecord.Intended(owners.self(), intention), Optional.empty());
            if (isLater) {
                spool.append(submission, record, true);
                return new Verdict.Recorded();
            }
            return begun(intention, record);
        });
    }

    /** The file comes first: whoever finds the claims must find that they are held. */
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
            // Where it was deleted meanwhile, the claims are gone, too.
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
                // First, so that a batch which is recorded is always found; an id that is not recorded finds nothing.
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

    /** The file system decides: of the owners that wrote down what they found, the first that is still running. */
    @Override
    public Finisher concluding(SubmissionId submission, BatchResult found) {
        return calls.writing("what was found of " + submission, QueueFate.QUEUED, () -> {
            owners.hold();
            History history = known(submission);
            JournalEntry entry = history.entry().orElseThrow();
            if (entry.isGivenUp() || entry.result().isPresent()) {
                return new Finisher.Over(entries.withLife(history, new HashMap<>()));
            }
            if (finisher(history).isEmpty()) {
                append(
                        submission,
                        new JournalRecord.Concluded(
                                owners.self(), entry.conclusion().orElse(found)),
                        true);
                own.add(submission);
                history = known(submission);
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
            // The contract: a line that cannot be written is left out.
        }
    }

    @Override
    public Optional<JournalEntry> find(SubmissionId submission) {
        return calls.reading(Optional.empty(), () -> entries.find(submission));
    }

    @Override
    public Optional<JournalEntry> find(BatchId batch) {
        return looking(
                Optional.empty(),
                () -> entries.queued(
                        indexes.of(batch), queued -> queued.batchId().equals(batch)));
    }

    @Override
    public Optional<JournalEntry> find(JobId job) {
        return looking(
                Optional.empty(),
                () -> entries.queued(indexes.of(job), queued -> queued.jobIds().contains(job)));
    }

    @Override
    public Optional<JournalEntry> findRequest(String requestId) {
        return looking(
                Optional.empty(),
                () -> claims.answering(requestId, indexes.requests().of(requestId)));
    }

    @Override
    public List<JournalEntry> claimants(String claim) {
        return looking(List.of(), () -> entries.all(indexes.claims().of(claim)));
    }

    private <T> T looking(T ifThereIsNone, JournalCalls.Work<T> question) {
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

    /** What the user should know of the folder: that its file system has no locks, another user owns it, or it is remote. */
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

    /** The {@link #warning()} of the folder, and which files of open submissions cannot be read. */
    @Override
    public List<String> warnings() {
        open();
        Stream<String> spoilt = unreadable().stream()
                .filter(Unreadable::isOpen)
                .map(unread -> unread.failure().message());
        return Stream.concat(warning().stream(), spoilt).toList();
    }

    /**
     * Shows other journals that this one is no longer at work on the submissions that it left open, so that they may be
     * recovered. It can still be used; when it writes of an open submission again it is at work again.
     */
    @Override
    public void close() {
        own.clear();
        owners.letGo();
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

    /** What this journal wrote, and what is not there, was deleted. */
    private JournalException missing(SubmissionId submission) {
        return own.contains(submission) ? failures.vanished(submission) : failures.entryMissing(submission);
    }

    private void tidy() {
        try {
            if (retention.seen(LocalDate.ofInstant(time.now(), ZoneOffset.UTC))) {
                owners.sweep();
            }
        } catch (IOException nextTime) {
            // Then it is tidied by another call.
        }
    }
}
