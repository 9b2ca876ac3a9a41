package io.qmaster.domain.journal;

import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Rebuilds incomplete indexes. Index lines are not forced to disk, since the files of submissions have the same data,
 * and forcing a line for each of a hundred outputs takes a second. So the indexes are rebuilt from those files if they
 * were deleted, or if the machine was started since they were last complete, as after a power failure. Thread-safe,
 * also between processes: no line is added twice.
 *
 * <p>A note in each index says at which start of this host it was complete.
 */
final class IndexRepair {
    /** A power failure loses the writes of about the last minute; this is far more. */
    private static final Duration AT_RISK = Duration.ofHours(1);

    private static final int DAYS_AT_RISK = 2;

    private static final int LONGEST_NOTE = 1 << 10;

    private final JournalFolder folder;
    private final Spool spool;
    private final Indexes indexes;
    private final String noteName = "complete-" + Processes.host().replaceAll("[^A-Za-z0-9_-]", "_");
    private boolean noted;

    IndexRepair(JournalFolder folder, Spool spool, Indexes indexes) {
        this.folder = folder;
        this.spool = spool;
        this.indexes = indexes;
    }

    /** Completes the indexes. Reads one small file for each of them, unless they must be rebuilt. */
    synchronized void complete() throws IOException {
        List<Path> notes =
                indexes.all().stream().map(index -> index.resolve(noteName)).toList();
        boolean exist = notes.stream().allMatch(JournalFolder::exists);
        if (exist && noted) {
            return;
        }
        String start = folder.startOfHost();
        if (!exist || !areCurrent(notes, start)) {
            add(exist ? writtenLast() : everything());
            for (Path note : notes) {
                folder.makeInside(JournalFolder.parentOf(note), false);
                folder.makeFileIfMissing(note);
                folder.append(note, start);
            }
        }
        noted = true;
    }

    /** The same if they are writable; otherwise another process may have completed them. */
    void completeIfWritable() {
        try {
            complete();
        } catch (IOException readOnly) {
            // Only reading continues: submitting needs complete indexes.
        }
    }

    private boolean areCurrent(List<Path> notes, String start) throws IOException {
        for (Path note : notes) {
            try {
                String text = folder.read(note, LONGEST_NOTE).strip();
                if (!text.endsWith(start)) {
                    return false;
                }
            } catch (NoSuchFileException deleted) {
                return false;
            }
        }
        return true;
    }

    private List<SubmissionId> everything() throws IOException {
        List<SubmissionId> newestFirst = new ArrayList<>();
        for (LocalDate day : spool.days()) {
            newestFirst.addAll(spool.endedOn(day));
        }
        return newestFirst;
    }

    /**
     * The submissions that were written last: the file of a submission is written together with its index lines or
     * later.
     */
    private List<SubmissionId> writtenLast() throws IOException {
        List<Spool.Written> ended = new ArrayList<>();
        for (LocalDate day : spool.days().stream().limit(DAYS_AT_RISK).toList()) {
            ended.addAll(spool.writtenOn(day));
        }
        Optional<Instant> last = ended.stream().map(Spool.Written::at).max(Comparator.naturalOrder());
        return ended.stream()
                .filter(one -> one.at().plus(AT_RISK).isAfter(last.orElseThrow()))
                .map(Spool.Written::submission)
                .toList();
    }

    /** Adds these, oldest first as originally, and the open ones. */
    private void add(List<SubmissionId> endedNewestFirst) throws IOException {
        List<SubmissionId> submissions = new ArrayList<>(endedNewestFirst);
        Collections.reverse(submissions);
        submissions.addAll(spool.open());
        for (SubmissionId submission : submissions) {
            Optional<JournalEntry> entry = spool.entry(submission);
            if (entry.isPresent()) {
                indexes.add(entry.get());
            }
        }
    }
}
