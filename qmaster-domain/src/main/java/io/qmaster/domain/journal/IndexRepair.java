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
 * Makes indexes again that do not lead to everything that the journal holds. Their lines are not forced to disk, since each
 * says what the file of a submission says, too: one force for each of a hundred outputs takes a second. So they are made again
 * from those files when they were deleted, and when the machine was started since they were last complete, which it is after
 * a power failure. Thread-safe, also between processes: a line that is there is not added twice.
 *
 * <p>That an index is complete is noted in it, by the start of this host.
 */
final class IndexRepair {
    /** A machine that loses power loses what was written in its last minute; this is far more. */
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

    /** Returns when the indexes are complete. Reads three small files, unless they have to be made again. */
    synchronized void complete() throws IOException {
        List<Path> notes =
                indexes.all().stream().map(index -> index.resolve(noteName)).toList();
        boolean areThere = notes.stream().allMatch(JournalFolder::exists);
        if (areThere && noted) {
            return;
        }
        String start = folder.startOfHost();
        if (!areThere || !hold(notes, start)) {
            add(areThere ? writtenLast() : everything());
            for (Path note : notes) {
                folder.makeInside(JournalFolder.parentOf(note), false);
                folder.makeFileIfMissing(note);
                folder.append(note, start);
            }
        }
        noted = true;
    }

    /** The same where they can be written; another process, which may write, can have completed them. */
    void completeIfWritable() {
        try {
            complete();
        } catch (IOException readOnly) {
            // Without complete indexes nothing is submitted.
        }
    }

    private boolean hold(List<Path> notes, String start) throws IOException {
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

    /** Whatever was added to an index before a power failure, its submission was written to then or later. */
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

    /** Adds these, the oldest first, as they were added, and the open ones. */
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
