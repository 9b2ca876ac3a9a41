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
 * The files of submissions: {@code open/ID} while one is open, {@code ended/DAY/ID} when it has ended. Thread-safe, also
 * between processes: records are appended, and the file system orders them.
 *
 * <p>An ended one is looked for in the folder of each day, the newest first: as many looks as days are kept, however many
 * submissions ended. A log that is long goes on in {@code log/ID}, and keeps only its last lines there.
 */
final class Spool {
    /** The size up to which lines of a log are written to the file of the submission. */
    static final long ROOM_FOR_LOG = 256L << 10;
    /** The size of a further file of a log; there are two at most. */
    static final long LARGEST_LOG = 128L << 10;

    /** A submission ends once: it moves once while it is looked for. */
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

    /** Whether a submission has not been moved to those that ended. */
    boolean isOpen(SubmissionId submission) {
        return JournalFolder.exists(open.resolve(submission.value()));
    }

    /** Whether there is a file of a submission. */
    boolean holds(SubmissionId submission) throws IOException {
        return locate(submission).isPresent();
    }

    /**
     * Begins the file of a submission with its first record.
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

    /** Forces the file of an open submission to disk, and that it exists. */
    void force(SubmissionId submission) throws IOException {
        folder.force(open.resolve(submission.value()));
        folder.forceNames(open);
    }

    /** Removes the file of a submission that came to nothing before it was handed to the engine. */
    void withdraw(SubmissionId submission) throws IOException {
        Files.deleteIfExists(open.resolve(submission.value()));
    }

    /**
     * Appends a record.
     *
     * @param forced whether it must be on disk when this returns
     * @throws NoSuchFileException if there is no file of the submission
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

    /** Appends a line of the log. */
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

    /** The records of a submission; empty if there is no file of it. */
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

    /** What is known of a submission; empty also if its file cannot be read. */
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
                // Then it is where it belongs.
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
                // Then it is where it belongs.
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

    /** The same, unless that fails: then it is moved when the open submissions are listed next. */
    void endIfPossible(SubmissionId submission, LocalDate day) {
        try {
            end(submission, day);
        } catch (IOException later) {
            // It has ended by its record; where its file is makes no difference to what is known.
        }
    }

    /** Removes everything of a submission. */
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

    /** The days on which submissions ended, the newest first. */
    List<LocalDate> days() throws IOException {
        List<LocalDate> days = new ArrayList<>();
        for (String name : namesIn(ended)) {
            try {
                days.add(LocalDate.parse(name));
            } catch (DateTimeException ofAnother) {
                // Not a folder of ours.
            }
        }
        days.sort(Comparator.reverseOrder());
        return days;
    }

    /** A submission, and when its file was last written. */
    record Written(SubmissionId submission, Instant at) {}

    /** The submissions that ended on a day, the one that was written to last first. */
    List<SubmissionId> endedOn(LocalDate day) throws IOException {
        return writtenOn(day).stream().map(Written::submission).toList();
    }

    /** The same, with when that was. */
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
                    // It was too old to be kept.
                }
            }
        }
        files.sort(Comparator.comparing(Written::at).reversed());
        return files;
    }

    /** Removes the folder of a day if it is empty. */
    void removeDay(LocalDate day) throws IOException {
        Path folderOfDay = ended.resolve(day.toString());
        if (namesIn(folderOfDay).isEmpty()) {
            Files.deleteIfExists(folderOfDay);
        }
    }

    /** The file of a submission; where it would be while it is open if there is none. */
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
