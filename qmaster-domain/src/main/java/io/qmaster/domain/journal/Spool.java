package io.qmaster.domain.journal;

import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files of submissions: {@code open/ID} while one is open, {@code ended/DAY/ID} when it has ended. Thread-safe,
 * also between processes: records are appended, and the file system orders them.
 *
 * <p>An ended submission is looked for in the folder of each day, newest first: the cost depends on the number of days,
 * not of submissions. A long log continues in {@code log/ID}, which keeps only the last lines.
 */
final class Spool {
    /** Log lines are written to the file of the submission while it is smaller than this, in bytes. */
    static final long ROOM_FOR_LOG = 256L << 10;
    /** The size limit of a further file of a log, in bytes; there are at most two. */
    static final long LARGEST_LOG = 128L << 10;

    /** A submission ends once, so its file moves at most once while it is looked for. */
    private static final int TRIES = 3;

    private final JournalFolder folder;
    private final Path open;
    private final Path ended;
    private final Path logs;

    Spool(JournalFolder folder) {
        this.folder = folder;
        this.open = folder.resolve("open");
        this.ended = folder.resolve("ended");
        this.logs = folder.resolve("log");
    }

    /** Whether the file of a submission is among the open ones. */
    boolean isOpen(SubmissionId submission) {
        return JournalFolder.exists(open.resolve(submission.value()));
    }

    /** Whether there is a file of a submission. */
    boolean holds(SubmissionId submission) throws IOException {
        return locate(submission).isPresent();
    }

    /**
     * Creates the file of a submission with its first record.
     *
     * @throws FileAlreadyExistsException if there is one
     */
    void begin(SubmissionId submission, String record) throws IOException {
        Path file = open.resolve(submission.value());
        folder.makeInside(open);
        folder.makeFile(file);
        try {
            folder.append(file, record);
        } catch (IOException failed) {
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    /** Forces the file of an open submission and its name to disk. */
    void force(SubmissionId submission) throws IOException {
        folder.force(open.resolve(submission.value()));
        folder.forceNames(open);
    }

    /** Deletes the file of a submission that was never submitted. */
    void withdraw(SubmissionId submission) throws IOException {
        Files.deleteIfExists(open.resolve(submission.value()));
    }

    /**
     * Appends a record.
     *
     * @param forced whether it must be on disk when this returns
     * @throws NoSuchFileException if the submission has no file
     */
    void append(SubmissionId submission, String record, boolean forced) throws IOException {
        for (int i = 1; ; i++) {
            Path file = locate(submission).orElseThrow(() -> new NoSuchFileException(open + "/" + submission));
            try {
                folder.append(file, record);
                if (forced) {
                    folder.force(file);
                }
                return;
            } catch (NoSuchFileException moved) {
                if (i == TRIES) {
                    throw moved;
                }
            }
        }
    }

    /** Appends a log line. */
    void note(SubmissionId submission, String record) throws IOException {
        Optional<Path> file = locate(submission);
        if (file.isEmpty()) {
            return;
        }
        if (Files.size(file.get()) < ROOM_FOR_LOG) {
            folder.append(file.get(), record);
            return;
        }
        Path log = logs.resolve(submission.value());
        if (JournalFolder.exists(log) && Files.size(log) >= LARGEST_LOG) {
            Files.move(log, before(log), StandardCopyOption.ATOMIC_MOVE);
        }
        if (!JournalFolder.exists(log)) {
            folder.makeInside(logs);
            folder.makeFileIfMissing(log);
        }
        folder.append(log, record);
    }

    /** The records of a submission; empty if it has no file. */
    Optional<String> read(SubmissionId submission) throws IOException {
        for (int i = 1; ; i++) {
            Optional<Path> file = locate(submission);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try {
                String records = folder.read(file.get(), Integer.MAX_VALUE);
                if (records.length() < ROOM_FOR_LOG / 4) {
                    return Optional.of(records);
                }
                Path log = logs.resolve(submission.value());
                return Optional.of(records + "\n" + readLog(before(log)) + "\n" + readLog(log));
            } catch (NoSuchFileException moved) {
                if (i == TRIES) {
                    throw moved;
                }
            }
        }
    }

    /** The entry of a submission; empty also if its file cannot be read. */
    Optional<JournalEntry> entry(SubmissionId submission) {
        try {
            Optional<String> records = read(submission);
            return records.isEmpty()
                    ? Optional.empty()
                    : History.read(submission, records.get()).entry();
        } catch (IOException | History.NewerFormatException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    /** Moves the file of a submission to those that ended on a day. */
    void end(SubmissionId submission, LocalDate day) throws IOException {
        Path from = open.resolve(submission.value());
        if (JournalFolder.exists(from)) {
            Path folderOfDay = ended.resolve(day.toString());
            folder.makeInside(folderOfDay);
            try {
                Files.move(from, folderOfDay.resolve(submission.value()), StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException movedByAnother) {
                // The other process has moved it to the same place.
            }
        }
    }

    /** Moves the file of a submission back to the open ones. */
    void reopen(SubmissionId submission) throws IOException {
        Optional<Path> file = locate(submission);
        Path to = open.resolve(submission.value());
        if (file.isPresent() && !file.get().equals(to)) {
            folder.makeInside(open);
            try {
                Files.move(file.get(), to, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException movedByAnother) {
                // The other process has moved it to the same place.
            }
        }
    }

    /** When the file of an open submission was last written; empty if there is none. */
    Optional<Instant> lastWritten(SubmissionId submission) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(open.resolve(submission.value()), LinkOption.NOFOLLOW_LINKS)
                    .toInstant());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** As {@link #end}, ignoring failures: the next listing of open submissions moves the file. */
    void endIfPossible(SubmissionId submission, LocalDate day) {
        try {
            end(submission, day);
        } catch (IOException later) {
            // The record decides that it has ended, not the place of its file.
        }
    }

    /** Deletes all files of a submission. */
    void remove(SubmissionId submission) throws IOException {
        Optional<Path> file = locate(submission);
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
        Path log = logs.resolve(submission.value());
        Files.deleteIfExists(log);
        Files.deleteIfExists(before(log));
    }

    /** The submissions whose files are among the open ones. */
    List<SubmissionId> open() throws IOException {
        List<SubmissionId> submissions = new ArrayList<>();
        namesIn(open).stream()
                .filter(SubmissionId::looksLike)
                .map(SubmissionId::new)
                .forEach(submissions::add);
        return submissions;
    }

    /** The days on which submissions ended, newest first. */
    List<LocalDate> days() throws IOException {
        List<LocalDate> days = new ArrayList<>();
        for (String name : namesIn(ended)) {
            try {
                days.add(LocalDate.parse(name));
            } catch (DateTimeException ofAnother) {
                // Not a folder of the journal.
            }
        }
        days.sort(Comparator.reverseOrder());
        return days;
    }

    /** A submission, and when its file was last written. */
    record Written(SubmissionId submission, Instant at) {}

    /** The submissions that ended on a day, in descending order of the last write. */
    List<SubmissionId> endedOn(LocalDate day) throws IOException {
        return writtenOn(day).stream().map(Written::submission).toList();
    }

    /** The same with the times of the last write. */
    List<Written> writtenOn(LocalDate day) throws IOException {
        Path folderOfDay = ended.resolve(day.toString());
        List<Written> files = new ArrayList<>();
        for (String name : namesIn(folderOfDay)) {
            if (SubmissionId.looksLike(name)) {
                try {
                    files.add(new Written(
                            new SubmissionId(name),
                            Files.getLastModifiedTime(folderOfDay.resolve(name), LinkOption.NOFOLLOW_LINKS)
                                    .toInstant()));
                } catch (NoSuchFileException removed) {
                    // Retention has deleted it.
                }
            }
        }
        files.sort(Comparator.comparing(Written::at).reversed());
        return files;
    }

    /** Deletes the folder of a day if it is empty. */
    void removeDay(LocalDate day) throws IOException {
        Path folderOfDay = ended.resolve(day.toString());
        if (namesIn(folderOfDay).isEmpty()) {
            Files.deleteIfExists(folderOfDay);
        }
    }

    /** The file of a submission; its path as an open one if there is none. */
    Path file(SubmissionId submission) throws IOException {
        return locate(submission).orElse(open.resolve(submission.value()));
    }

    private Optional<Path> locate(SubmissionId submission) throws IOException {
        Path file = open.resolve(submission.value());
        if (JournalFolder.exists(file)) {
            return Optional.of(file);
        }
        for (LocalDate day : days()) {
            Path old = ended.resolve(day.toString()).resolve(submission.value());
            if (JournalFolder.exists(old)) {
                return Optional.of(old);
            }
        }
        return Optional.empty();
    }

    private String readLog(Path log) throws IOException {
        try {
            return folder.read(log, Integer.MAX_VALUE);
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    private static Path before(Path log) {
        return log.resolveSibling(log.getFileName() + ".before");
    }

    private static List<String> namesIn(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new SpoiltFileException(directory, "it is a symbolic link");
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
            inside.forEach(file -> names.add(file.getFileName().toString()));
        } catch (NoSuchFileException none) {
            return List.of();
        }
        return names;
    }
}
