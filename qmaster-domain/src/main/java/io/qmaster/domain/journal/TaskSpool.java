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
 * What a program has to do for submissions beside the {@link FileJournal}, such as notices to send: a spool of the same form,
 * with a file of lines for each submission. It is in {@code open} while something is to be done, and in the folder of the day
 * on which the last of it was done for 30 days.
 *
 * <p>Lines are only appended, and are forced to disk. Thread-safe, also between processes; none waits for another. The files
 * are for their user alone (0700, files 0600).
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

    /** The spool in a folder. Nothing is read or written yet. */
    public static TaskSpool in(Path folder, Timekeeper time) {
        return new TaskSpool(new JournalFolder(folder), time);
    }

    /** Where it is. */
    public Path folder() {
        return folder.path();
    }

    /**
     * Returns the lines of a submission.
     *
     * @param submission the submission
     * @return the first first; empty if there are none
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
     * Appends a line, after which something is to be done for the submission.
     *
     * @param submission the submission
     * @param line without line ends
     * @throws IOException if it cannot be written
     */
    public void append(SubmissionId submission, String line) throws IOException {
        folder.requirePrivate();
        folder.make();
        folder.requirePrivate();
        tidy();
        if (!spool.holds(submission)) {
            try {
                spool.begin(submission, LINE + line);
                spool.force(submission);
                return;
            } catch (FileAlreadyExistsException begunByAnother) {
                // Then the line is added to that one.
            }
        }
        spool.append(submission, LINE + line, true);
        spool.reopen(submission);
    }

    /**
     * Puts the file of a submission where it belongs: among the open ones, or those of today.
     *
     * @param submission the submission
     * @param isDone whether nothing is to be done any more after these lines
     * @throws IOException if it cannot be moved
     */
    public void settle(SubmissionId submission, Predicate<List<String>> isDone) throws IOException {
        if (isDone.test(lines(submission))) {
            spool.end(submission, today());
            // Another program may have appended a line meanwhile.
            if (!isDone.test(lines(submission))) {
                spool.reopen(submission);
            }
        }
    }

    /** Removes the lines of a submission. */
    public void remove(SubmissionId submission) throws IOException {
        spool.remove(submission);
    }

    /** The submissions for which something is to be done. */
    public List<SubmissionId> open() throws IOException {
        folder.requirePrivate();
        return spool.open().stream().sorted(BY_ID).toList();
    }

    /** Whether the file of an open submission was last written before a moment. */
    public boolean isOlder(SubmissionId submission, Instant moment) throws IOException {
        return spool.lastWritten(submission).filter(moment::isAfter).isPresent();
    }

    /**
     * Takes it on to do what is to be done for a submission. A program that ends gives back everything that it took.
     *
     * @param submission the submission
     * @return whether no other program, and no other spool of this one, is at it
     * @throws IOException if that cannot be written
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

    /** Gives back what was taken. */
    public void release(SubmissionId submission) throws IOException {
        spool.append(submission, RELEASED + owners.self().token(), false);
    }

    /** Gives back everything. */
    @Override
    public void close() {
        owners.letGo();
    }

    /** Nothing is lost by an untidy spool. */
    private void tidy() {
        try {
            if (retention.seen(today())) {
                owners.sweep();
            }
        } catch (IOException nextTime) {
            // Then it is tidied by another call.
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
    }

    /** Complete lines; one that is not ours is what a program that died left torn. */
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

    /** Of those who took it and did not give it back, the first that is at work. */
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
