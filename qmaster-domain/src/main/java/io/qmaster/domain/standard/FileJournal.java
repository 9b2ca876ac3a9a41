package io.qmaster.domain.standard;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.Secret;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A journal in a folder, which outlives the program: one readable line of JSON for every record, in the file {@code
 * journal.jsonl}.
 *
 * <p>Any number of threads, journals and processes may use one folder at once. What {@link #intend}, {@link #started},
 * {@link #submitted}, {@link #concluding} and {@link #ended} wrote is forced to disk when they return, notes are not. An
 * interrupted thread stays interrupted, and its record is written all the same. A line that a dying writer left torn is
 * skipped ({@link #skippedLines()}); a line of a later version of the format is a {@link JournalException}, and nothing is
 * written then.
 *
 * <p><b>Who is at work.</b> Each journal, also each of several in one process, is an owner of its own and holds a lock in
 * the folder {@code owners} while submissions that it wrote are open. An entry of another journal whose lock is held is
 * {@link JournalEntry#heldElsewhere() held elsewhere}, even in the same process: only the {@code Qmaster} that submits a
 * batch knows that it does. So give every {@code Qmaster} a journal of its own, and {@link #close()} it when the {@code
 * Qmaster} was closed, or nobody in this process can recover what it left open; when a process dies its locks are free at
 * once. On a file system without locks an owner is at work
 * as long as its process lives, one on another host for ever, and {@link #warning()} tells of it. Whoever writes that a
 * batch is submitted, or what was found of it at its end, takes it over.
 *
 * <p>Whether a submitting process of this host lives is asked of the operating system. One of another host is taken to
 * live for a day, longer than any submission takes, so that its batch is not called <em>not queued</em> too soon.
 *
 * <p><b>What is kept.</b> A submission that ended more than {@link #KEPT} ago is removed, and its request id forgotten,
 * when a journal is opened and once a day while it is used; an open one never. Of a story the last {@value
 * JournalEntry#LONGEST_STORY} lines are kept. If somebody deletes the folder, or puts an older copy in its place, every
 * journal writes back the open submissions that it wrote, without their story, with the next record and at the latest when
 * it is closed.
 *
 * <p><b>Secrets.</b> The password of a cluster's address is never written: an address that was read back has an empty one.
 * In notes and in the words of an ending it is masked.
 *
 * <p><b>Who may read it.</b> A missing folder is made for its user alone (0700, files 0600). In a folder that somebody
 * made writable for its group the files are 0660 and of that group, so that two users of one Mac can share it.
 */
public final class FileJournal implements SubmissionJournal, AutoCloseable {
    /** How long a submission is remembered after its end: 30 days. */
    public static final Duration KEPT = Duration.ofDays(30);

    private static final Duration BETWEEN_TIDYINGS = Duration.ofDays(1);
    private static final Duration LONGEST_SUBMISSION = Duration.ofDays(1);
    /** How often a journal that vanishes again and again is written anew. */
    private static final int TRIES = 20;

    private static final int MANY_SURPLUS_NOTES = 10_000;

    private final Timekeeper time;
    private final JournalFolder folder;
    private final FolderLock lock;
    private final JournalFile file;
    private final JournalRecords records;
    private final JournalIndex index;
    private final OwnerFiles owners;
    private final Map<SubmissionId, List<Secret>> secrets = new HashMap<>();
    private Instant tidyAt;

    private FileJournal(Path path, Timekeeper time, Locking locking, Function<JournalFolder, JournalFile> files)
            throws IOException {
        this.time = time;
        folder = new JournalFolder(path);
        folder.make();
        lock = new FolderLock(folder, locking);
        file = files.apply(folder);
        records = new JournalRecords(file);
        index = records.index();
        owners = new OwnerFiles(folder, locking, time.now());
        tidyAt = time.now();
    }

    /**
     * Opens the journal in a folder of the default file system, which is made if it is missing.
     *
     * @throws JournalException if the folder cannot be made or the journal not be read, also because a later version wrote
     *     it
     */
    public static FileJournal in(Path folder) {
        return in(folder, new WallClock());
    }

    /**
     * Opens a journal that takes the time, to tell what is too old to be kept, from a clock.
     *
     * @throws JournalException as {@link #in(Path)}
     */
    public static FileJournal in(Path folder, Timekeeper time) {
        return in(folder, time, Locking.OF_THE_SYSTEM, JournalFile::new);
    }

    static FileJournal in(Path folder, Timekeeper time, Locking locking, Function<JournalFolder, JournalFile> files) {
        try {
            FileJournal journal = new FileJournal(folder, time, locking, files);
            journal.read();
            return journal;
        } catch (IOException failed) {
            throw unwritable("opening the journal", folder, QueueFate.NOT_QUEUED, failed);
        }
    }

    @Override
    public Verdict intend(Intention intention) {
        BatchOrder order = intention.order();
        SubmissionId submission = order.submissionId();
        return writing("the intention of " + submission, QueueFate.NOT_QUEUED, () -> {
            tidyIfDue();
            List<JournalEntry> known =
                    index.all().stream().map(JournalIndex.Known::entry).toList();
            Optional<Verdict> objection = Intentions.objection(intention, known);
            if (objection.isPresent()) {
                return withLife(objection.get());
            }
            write(new JournalRecord.Intended(owners.self(), intention));
            secrets.put(submission, secretsOf(order));
            return new Verdict.Recorded();
        });
    }

    @Override
    public void started(SubmissionId submission, SubmittingProcess process) {
        writing("the submitting process of " + submission, QueueFate.UNKNOWN, () -> {
            requireKnown(submission);
            write(new JournalRecord.Started(submission, owners.self(), process));
            return submission;
        });
    }

    @Override
    public void attempting(SubmissionId submission, int attempt, String command) {
        writing("what is run for " + submission, QueueFate.NOT_QUEUED, () -> {
            requireKnown(submission);
            write(new JournalRecord.Attempting(submission, attempt, masked(submission, command)));
            return submission;
        });
    }

    @Override
    public void attempted(SubmissionId submission, int attempt, String outcome) {
        writing("the outcome of " + submission, QueueFate.UNKNOWN, () -> {
            requireKnown(submission);
            write(new JournalRecord.Attempted(submission, attempt, masked(submission, outcome)));
            return submission;
        });
    }

    @Override
    public void cancelAsked(SubmissionId submission, Optional<CancelCause> cause) {
        writing("who asked to cancel " + submission, QueueFate.QUEUED, () -> {
            requireKnown(submission);
            write(new JournalRecord.CancelAsked(submission, cause));
            return submission;
        });
    }

    @Override
    public void submitted(SubmissionId submission, Submitted submitted) {
        writing("that " + submission + " is " + submitted.batchId(), QueueFate.QUEUED, () -> {
            requireKnown(submission);
            write(new JournalRecord.Queued(submission, owners.self(), submitted));
            return submission;
        });
    }

    @Override
    public Turn concluding(SubmissionId submission, BatchResult found) {
        return writing("what was found of " + submission, QueueFate.QUEUED, () -> {
            requireKnown(submission);
            JournalEntry entry = withLife(index.find(submission).orElseThrow().entry());
            if (entry.isGivenUp() || entry.result().isPresent()) {
                return new Turn.Over(entry);
            }
            if (entry.conclusion().isPresent() && entry.heldElsewhere()) {
                return new Turn.Theirs();
            }
            BatchResult first = entry.conclusion().orElse(found);
            write(new JournalRecord.Concluded(submission, owners.self(), first));
            return new Turn.Ours(first);
        });
    }

    @Override
    public void ended(SubmissionId submission, Ending ending) {
        QueueFate fate = ending.how() == Ending.How.NOT_QUEUED ? QueueFate.NOT_QUEUED : QueueFate.QUEUED;
        writing("the end of " + submission, fate, () -> {
            requireKnown(submission);
            String words = masked(submission, ending.words());
            write(new JournalRecord.Ended(submission, new Ending(ending.how(), words, ending.result(), ending.at())));
            return submission;
        });
    }

    @Override
    public void note(SubmissionId submission, LogEntry line) {
        try {
            inOrder(() -> {
                if (index.find(submission).isPresent()) {
                    LogEntry masked = new LogEntry(line.at(), line.level(), masked(submission, line.message()));
                    records.note(new JournalRecord.Noted(submission, masked));
                }
                return submission;
            });
        } catch (IOException | JournalException leftOut) {
            // The contract: a line that cannot be written is left out.
        }
    }

    @Override
    public Optional<JournalEntry> find(SubmissionId submission) {
        return reading(() -> index.find(submission).map(known -> withLife(known, new HashMap<>())));
    }

    @Override
    public Optional<JournalEntry> find(BatchId batch) {
        return reading(() -> index.find(batch).map(known -> withLife(known, new HashMap<>())));
    }

    @Override
    public Optional<JournalEntry> findRequest(String requestId) {
        return entries().stream()
                .filter(entry -> entry.order().requestId().equals(Optional.of(requestId)))
                .filter(JournalEntry::answersItsRequest)
                .findFirst();
    }

    @Override
    public List<JournalEntry> claimants(String claim) {
        return newestFirst()
                .filter(entry -> entry.latest().claims().contains(claim))
                .toList();
    }

    @Override
    public List<JournalEntry> open() {
        return entries().stream().filter(JournalEntry::isOpen).toList();
    }

    @Override
    public Stream<JournalEntry> ended(Instant since) {
        return newestFirst()
                .filter(entry -> entry.ending()
                        .filter(ending -> !ending.at().isBefore(since))
                        .isPresent());
    }

    private Stream<JournalEntry> newestFirst() {
        List<JournalEntry> all = new ArrayList<>(entries());
        Collections.reverse(all);
        return all.stream();
    }

    /** Everything that it holds, the oldest first. */
    List<JournalEntry> entries() {
        return reading(() -> {
            Map<Owner, Boolean> atWork = new HashMap<>();
            return index.all().stream().map(known -> withLife(known, atWork)).toList();
        });
    }

    @Override
    public OptionalLong usableBytes() {
        try {
            folder.make();
            return OptionalLong.of(Files.getFileStore(folder.path()).getUsableSpace());
        } catch (IOException failed) {
            throw unwritable("looking for room for the journal", folder.path(), QueueFate.NOT_QUEUED, failed);
        }
    }

    /** What the user should know of the folder: that it is on the network, or that its file system has no locks. */
    public Optional<String> warning() {
        return lock.keepsOthersOut()
                ? folder.warning()
                : Optional.of(
                        "the file system of " + folder.path() + " has no locks: use its journal from one process at"
                                + " a time, or choose a folder on a local disk");
    }

    /** How many lines of the file were skipped because they are torn or spoilt, as far as it was read. */
    public int skippedLines() {
        return reading(records::skippedLines);
    }

    /**
     * Shows other journals that this one is no longer at work on the submissions that it left open, so that they may be
     * recovered. It can still be used; when it writes of an open submission again it is at work again.
     */
    @Override
    public void close() {
        try {
            if (!reading(records::isComplete)) {
                inOrder(records::isComplete);
            }
        } catch (IOException | JournalException unusable) {
            // There is nobody left to tell.
        }
        try {
            lock.reading(() -> {
                records.mine().clear();
                owners.letGo();
                return folder;
            });
        } catch (IOException lockRefused) {
            // Our own lock is given back with the end of the process at the latest.
        }
    }

    private void read() throws IOException {
        boolean tidied = lock.reading(() -> {
            records.follow();
            return !isUntidy();
        });
        if (!tidied) {
            try {
                inOrder(() -> {
                    tidyIfDue();
                    return tidyAt;
                });
            } catch (IOException notWritable) {
                // Tidiness can wait until something has to be written, and then the failure is told.
            }
        }
    }

    private <T> T reading(Uninterrupted.Call<T> question) {
        try {
            return lock.reading(() -> {
                records.follow();
                return question.call();
            });
        } catch (IOException failed) {
            throw new JournalException(Failure.withoutSubmission(
                            "JOURNAL_UNREADABLE", "reading the journal " + file.path() + " failed: " + reason(failed))
                    .hint("make the file readable, or choose another folder for the journal")
                    .because(failed));
        }
    }

    private <T> T writing(String what, QueueFate fate, Uninterrupted.Call<T> work) {
        try {
            return inOrder(work);
        } catch (IOException failed) {
            throw unwritable("writing " + what + " to the journal", file.path(), fate, failed);
        } catch (JournalException unusable) {
            throw new JournalException(unusable.failure().fate(fate));
        }
    }

    /** What came of something, and whether the file holds everything that it should. */
    private record Done<T>(T result, boolean complete) {}

    /** Does something when the file is in order, and sees that it is so afterwards. */
    private <T> T inOrder(Uninterrupted.Call<T> work) throws IOException {
        Done<T> done = inOrderOnce(work);
        T result = done.result();
        for (int i = 0; !done.complete(); i++) {
            if (i == TRIES) {
                throw new IOException("the file keeps vanishing");
            }
            done = inOrderOnce(() -> result);
        }
        return result;
    }

    private <T> Done<T> inOrderOnce(Uninterrupted.Call<T> work) throws IOException {
        for (int i = 1; ; i++) {
            try {
                // Under a new lock every time: whoever deletes the folder takes the lock with it.
                return lock.writing(() -> {
                    try {
                        catchUp();
                        T result = work.call();
                        return new Done<>(result, records.isComplete());
                    } finally {
                        letGoIfIdle();
                    }
                });
            } catch (NoSuchFileException | FileNotFoundException vanished) {
                // Before anything was written: a file that vanishes behind that is none.
                if (i == TRIES) {
                    throw vanished;
                }
            }
        }
    }

    /** Sees what others wrote, and puts the file in order for the next record. */
    private void catchUp() throws IOException {
        records.prepare();
        if (!records.isComplete()) {
            owners.hold();
            records.writeBack();
        }
    }

    private void write(JournalRecord entry) throws IOException {
        owners.hold();
        records.write(entry);
    }

    private void letGoIfIdle() {
        secrets.keySet().retainAll(records.mine());
        if (records.mine().isEmpty()) {
            owners.letGo();
        }
    }

    private boolean isUntidy() {
        return index.surplusNotes() >= MANY_SURPLUS_NOTES
                || !index.endedBefore(time.now().minus(KEPT)).isEmpty();
    }

    private void tidyIfDue() {
        if (time.now().isBefore(tidyAt) && index.surplusNotes() < MANY_SURPLUS_NOTES) {
            return;
        }
        tidyAt = time.now().plus(BETWEEN_TIDYINGS);
        try {
            if (isUntidy()) {
                records.keepOnly(stillWanted());
            }
            owners.sweep();
        } catch (IOException nextTime) {
            // Nothing is lost by an untidy journal; the record that is about to be written tells what is wrong.
        }
    }

    private Predicate<String> stillWanted() {
        Set<SubmissionId> old = index.endedBefore(time.now().minus(KEPT));
        Map<SubmissionId, Integer> surplus = index.all().stream()
                .collect(Collectors.toMap(
                        known -> known.entry().submissionId(), known -> known.notes() - JournalEntry.LONGEST_STORY));
        return line -> {
            Optional<JournalFormat.Subject> subject = JournalFormat.subject(line);
            if (subject.isEmpty() || old.contains(subject.get().submission())) {
                return false;
            }
            return !subject.get().isNote() || surplus.merge(subject.get().submission(), -1, Integer::sum) < 0;
        };
    }

    private JournalEntry withLife(JournalIndex.Known known, Map<Owner, Boolean> atWork) {
        JournalEntry entry = known.entry();
        if (!entry.isOpen()) {
            return entry;
        }
        return entry.with(
                entry.submitter()
                        .filter(process -> isAlive(process, known.submitterHost()))
                        .isPresent(),
                atWork.computeIfAbsent(known.owner(), owners::isAtWork));
    }

    private boolean isAlive(SubmittingProcess process, String host) {
        return host.equals(owners.self().host())
                ? Processes.isAlive(process)
                : time.now().isBefore(process.startedAt().plus(LONGEST_SUBMISSION));
    }

    private Verdict withLife(Verdict verdict) {
        if (verdict instanceof Verdict.Repeated repeated) {
            return new Verdict.Repeated(withLife(repeated.original()));
        }
        if (verdict instanceof Verdict.RequestIdTaken taken) {
            return new Verdict.RequestIdTaken(withLife(taken.other()));
        }
        return verdict instanceof Verdict.Claimed claimed
                ? new Verdict.Claimed(claimed.claim(), withLife(claimed.other()))
                : verdict;
    }

    private JournalEntry withLife(JournalEntry entry) {
        return index.find(entry.submissionId())
                .map(known -> withLife(known, new HashMap<>()))
                .orElse(entry);
    }

    private void requireKnown(SubmissionId submission) {
        if (index.find(submission).isEmpty()) {
            throw new JournalException(Failure.withoutSubmission(
                            "JOURNAL_ENTRY_MISSING",
                            "the journal " + file.path() + " holds no intention of " + submission)
                    .hint("look whether somebody deleted the journal or replaced it by an older copy")
                    .of(submission));
        }
    }

    private String masked(SubmissionId submission, String text) {
        String masked = text;
        for (Secret secret : secrets.getOrDefault(submission, List.of())) {
            masked = secret.maskIn(masked);
        }
        return masked;
    }

    private static List<Secret> secretsOf(BatchOrder order) {
        List<Secret> secrets = new ArrayList<>();
        for (Cluster cluster : List.of(order.cluster(), order.requestedCluster())) {
            if (cluster instanceof Cluster.Address address) {
                secrets.add(address.password());
            }
        }
        return secrets;
    }

    private static JournalException unwritable(String what, Path where, QueueFate fate, IOException failed) {
        return new JournalException(
                Failure.withoutSubmission("JOURNAL_UNWRITABLE", what + " (" + where + ") failed: " + reason(failed))
                        .hint("see that the disk has room and that you may write there, or choose another folder for"
                                + " the journal")
                        .fate(fate)
                        .because(failed));
    }

    private static String reason(IOException failed) {
        String message = failed.getMessage();
        return message == null
                ? failed.getClass().getSimpleName()
                : failed.getClass().getSimpleName() + ": " + message;
    }
}
