package io.qmaster.domain.standard;

import io.qmaster.domain.Failure;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.SubmissionId;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The records of a journal: in its file, and in memory what they add up to. Used under the lock of the folder only.
 *
 * <p>The file can be deleted, or replaced by an older copy, between any two steps. Of the open submissions that this
 * journal wrote nothing is forgotten then: what the file lacks is kept, and written again by {@link #writeBack()}.
 */
final class JournalRecords {
    private final JournalFile file;
    private final JournalIndex index = new JournalIndex();
    /** The open submissions that this journal wrote. */
    private final Set<SubmissionId> mine = new LinkedHashSet<>();
    /** What the index holds and the file does not. */
    private final List<JournalRecord> lost = new ArrayList<>();
    /** What was just written and not read back yet. */
    private final Set<String> awaited = new HashSet<>();

    private int skippedLines;

    JournalRecords(JournalFile file) {
        this.file = file;
    }

    /** What the records add up to. */
    JournalIndex index() {
        return index;
    }

    /** The open submissions that this journal wrote. */
    Set<SubmissionId> mine() {
        return mine;
    }

    /** Whether the file holds everything that it should. */
    boolean isComplete() {
        return lost.isEmpty();
    }

    /** How many lines of the file are torn or spoilt. */
    int skippedLines() {
        return skippedLines;
    }

    /** Sees what others wrote. */
    void follow() throws IOException {
        follow(List.of());
    }

    /** Sees what others wrote, and whether what was just written stayed there. */
    private void follow(List<JournalRecord> written) throws IOException {
        Set<SubmissionId> kept = new LinkedHashSet<>(mine);
        lost.forEach(record -> kept.add(record.submission()));
        written.forEach(record -> kept.add(record.submission()));
        List<JournalIndex.Known> before =
                kept.stream().map(index::find).flatMap(Optional::stream).toList();
        Lines lines = new Lines();
        try {
            file.follow(lines);
        } finally {
            if (lines.restarted) {
                before.stream().flatMap(known -> index.missing(known).stream()).forEach(this::keep);
            }
        }
        mine.removeIf(submission -> !index.isOpen(submission));
    }

    /** Sees what others wrote, and puts the file in order for the next record. */
    void prepare() throws IOException {
        file.prepare();
        follow();
    }

    /** Writes what the file lost; it may be lost again while this is done. */
    void writeBack() throws IOException {
        List<JournalRecord> again = List.copyOf(lost);
        append(again, true);
    }

    /** Writes a record, on disk when this returns unless the file was lost meanwhile, and vouches for its submission. */
    void write(JournalRecord record) throws IOException {
        mine.add(record.submission());
        try {
            append(List.of(record), true);
        } finally {
            mine.removeIf(submission -> !index.isOpen(submission));
        }
    }

    /** Writes a record that may get lost. */
    void note(JournalRecord record) throws IOException {
        file.append(line(record), false);
        follow();
    }

    /** Drops lines of the file that are not wanted any more. */
    void keepOnly(Predicate<String> wanted) throws IOException {
        file.keep(wanted);
        follow();
    }

    private void append(List<JournalRecord> records, boolean forced) throws IOException {
        List<String> lines = records.stream().map(this::line).toList();
        file.append(String.join("\n", lines), forced);
        lost.removeAll(records);
        awaited.addAll(lines);
        try {
            follow(records);
            Set<SubmissionId> restored =
                    lost.stream().map(JournalRecord::submission).collect(Collectors.toSet());
            for (int i = 0; i < lines.size(); i++) {
                // A record that stands in the file without those before it says nothing there.
                if (awaited.contains(lines.get(i))
                        || restored.contains(records.get(i).submission())) {
                    known(read(lines.get(i))).forEach(this::keep);
                }
            }
        } finally {
            awaited.clear();
        }
    }

    private void keep(JournalRecord record) {
        index.add(record);
        lost.add(record);
    }

    private String line(JournalRecord record) {
        return JournalFormat.write(record, index.order(record.submission()));
    }

    private static Stream<JournalRecord> known(JournalFormat.Line line) {
        return line instanceof JournalFormat.Line.Known known ? Stream.of(known.entry()) : Stream.empty();
    }

    private JournalFormat.Line read(String line) {
        try {
            return JournalFormat.read(line, index::order);
        } catch (InvalidPathException notOurCharacters) {
            throw new JournalException(Failure.withoutSubmission(
                            "JOURNAL_UNREADABLE",
                            "the journal " + file.path() + " holds a path that this process cannot express: "
                                    + notOurCharacters.getMessage())
                    .hint("run the program with a UTF-8 locale, for example LC_ALL=en_US.UTF-8")
                    .because(notOurCharacters));
        }
    }

    /** Takes the lines of the file into the index. */
    private final class Lines implements JournalFile.Reader {
        private boolean restarted;

        @Override
        public void restarted() {
            restarted = true;
            index.clear();
            lost.clear();
            skippedLines = 0;
        }

        @Override
        public void line(String line) {
            JournalFormat.Line read = read(line);
            known(read).forEach(index::add);
            awaited.remove(line);
            if (read instanceof JournalFormat.Line.Torn && !line.isEmpty()) {
                skippedLines++;
            } else if (read instanceof JournalFormat.Line.Newer newer) {
                throw new JournalException(Failure.withoutSubmission(
                                "JOURNAL_TOO_NEW",
                                "the journal " + file.path() + " holds a record of format " + newer.version()
                                        + ", and this program understands formats up to " + JournalFormat.VERSION)
                        .hint("use the newer program that wrote it, or choose another folder for the journal"));
            }
        }
    }
}
