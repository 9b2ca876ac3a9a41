package io.qmaster.domain.journal;

import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tasks of a program for submissions, such as notifications to send: a spool like that of {@link FileJournal}, with
 * a file of lines for each submission. The file is in {@code open} while there are tasks, then for 30 days in the
 * folder of the day on which the last one was done.
 *
 * <p>Lines are only appended, and are forced to disk. Thread-safe, also between processes; none waits for another. The
 * files are private to their user (folders 0700, files 0600). For programs that keep their own tasks beside a journal.
 * Thread-safe.
 */
public final class TaskSpool implements AutoCloseable {
    private static final String LINE = "1 line ";
    private static final String TAKEN = "1 taken ";
    private static final String RELEASED = "1 released ";
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4}) [a-z]+ ");
    private static final Comparator<SubmissionId> BY_ID = Comparator.comparing(SubmissionId::value);

    private final Timekeeper time;
    private final JournalFolder folder;
    private final Spool spool;
    private final Owners owners;
    private final Retention retention;

    private TaskSpool(JournalFolder folder, Timekeeper time) {
        this.time = time;
        this.folder = folder;
        spool = new Spool(folder);
        owners = new Owners(folder, Locking.OF_THE_SYSTEM, time.now());
        retention = new Retention(folder, spool, spool::remove);
    }

    /** Creates a spool in a folder. Reads and writes nothing yet. */
    public static TaskSpool in(Path folder, Timekeeper time) {
        return new TaskSpool(new JournalFolder(folder), time);
    }

    /** The folder of the spool. */
    public Path folder() {
        return folder.path();
    }

    /**
     * Returns the lines of a submission.
     *
     * @param submission the submission
     * @return the lines, oldest first; empty if there are none
     * @throws IOException if they cannot be read, or a later version of the program wrote one
     */
    public List<String> lines(SubmissionId submission) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : records(submission)) {
            if (line.startsWith(LINE)) {
                lines.add(line.substring(LINE.length()));
            }
        }
        return lines;
    }

    /**
     * Appends a line and moves the submission to the open ones.
     *
     * @param submission the submission
     * @param line without line ends
     * @throws IOException if it cannot be written
     */
    public void append(SubmissionId submission, String line) throws IOException {
        folder.requirePrivate();
        folder.make();
        folder.requirePrivate();
        cleanUp();
        if (!spool.holds(submission)) {
            try {
                spool.begin(submission, LINE + line);
                spool.force(submission);
                return;
            } catch (FileAlreadyExistsException begunByAnother) {
                // The line is added to the other file.
            }
        }
        spool.append(submission, LINE + line, true);
        spool.reopen(submission);
    }

    /**
     * Moves the file of a submission to those of today if its tasks are done.
     *
     * @param submission the submission
     * @param isDone whether these lines leave no task
     * @throws IOException if it cannot be moved
     */
    public void settle(SubmissionId submission, Predicate<List<String>> isDone) throws IOException {
        if (isDone.test(lines(submission))) {
            spool.end(submission, today());
            // Another process may have appended a line meanwhile.
            if (!isDone.test(lines(submission))) {
                spool.reopen(submission);
            }
        }
    }

    /** Deletes the lines of a submission. */
    public void remove(SubmissionId submission) throws IOException {
        spool.remove(submission);
    }

    /** The submissions with tasks, sorted by id. */
    public List<SubmissionId> open() throws IOException {
        folder.requirePrivate();
        return spool.open().stream().sorted(BY_ID).toList();
    }

    /** Whether the file of an open submission was last written before a moment. */
    public boolean isOlder(SubmissionId submission, Instant moment) throws IOException {
        return spool.lastWritten(submission).filter(moment::isAfter).isPresent();
    }

    /**
     * Takes the tasks of a submission. When a process ends, everything that it took is released.
     *
     * @param submission the submission
     * @return whether no other process, and no other spool of this one, has taken them
     * @throws IOException if it cannot be written
     */
    public boolean take(SubmissionId submission) throws IOException {
        if (turn(submission).isEmpty()) {
            owners.hold();
            Fields self = new Fields();
            RecordFormat.write(owners.self(), self);
            spool.append(submission, TAKEN + self, false);
        }
        return turn(submission).filter(owners.self()::equals).isPresent();
    }

    /** Releases the tasks of a submission. */
    public void release(SubmissionId submission) throws IOException {
        spool.append(submission, RELEASED + owners.self().token(), false);
    }

    /** Releases everything. */
    @Override
    public void close() {
        owners.release();
    }

    /** Failures are ignored: cleaning up can wait. */
    private void cleanUp() {
        try {
            if (retention.seen(today())) {
                owners.sweep();
            }
        } catch (IOException nextTime) {
            // Another call will clean up.
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
    }

    /** The complete, valid lines; others are partial lines of a process that died. */
    private List<String> records(SubmissionId submission) throws IOException {
        folder.requirePrivate();
        String text = spool.read(submission).orElse("");
        List<String> records = new ArrayList<>();
        for (String record : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
            Matcher version = VERSION.matcher(record);
            if (version.lookingAt() && Integer.parseInt(version.group(1)) > 1) {
                throw new IOException("a later version of the program wrote the file of " + submission);
            }
            if (version.lookingAt()) {
                records.add(record);
            }
        }
        if (records.isEmpty() && !text.isBlank()) {
            throw new IOException("the file of " + submission + " is damaged");
        }
        return records;
    }

    /** The first active owner that took the tasks and has not released them. */
    private Optional<Owner> turn(SubmissionId submission) throws IOException {
        List<Owner> takers = new ArrayList<>();
        for (String line : records(submission)) {
            if (line.startsWith(TAKEN)) {
                taker(line.substring(TAKEN.length())).ifPresent(takers::add);
            } else if (line.startsWith(RELEASED)) {
                takers.removeIf(taker -> taker.token().equals(line.substring(RELEASED.length())));
            }
        }
        return takers.stream()
                .filter(taker -> taker.equals(owners.self()) || owners.isAtWork(taker))
                .findFirst();
    }

    private static Optional<Owner> taker(String fields) {
        try {
            return Optional.of(RecordFormat.owner(Fields.parse(fields)));
        } catch (IllegalArgumentException | DateTimeException damaged) {
            return Optional.empty();
        }
    }
}
