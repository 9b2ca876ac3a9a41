package io.qmaster.domain.journal;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import java.nio.file.InvalidPathException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Builds the entry of one submission from its records. Not thread-safe. */
final class History {
    /** More attempts than any policy allows. */
    private static final int MOST_ATTEMPTS = 1_000;

    private final SubmissionId submission;
    private final List<JournalRecord.Concluded> conclusions = new ArrayList<>();
    private final Deque<LogEntry> story = new ArrayDeque<>();
    private final Map<Integer, String> commands = new HashMap<>();
    private final Map<Integer, String> outcomes = new HashMap<>();
    private @Nullable JournalEntry entry;
    private @Nullable Owner owner;
    private @Nullable Owner submitterOwner;
    private boolean damaged;
    private int spoiltLine;

    private History(SubmissionId submission) {
        this.submission = submission;
    }

    /**
     * Reads the records of a submission. A last line without a line end is incomplete and ignored.
     *
     * @throws InvalidPathException if a path cannot be expressed in the character set of this process
     * @throws NewerFormatException if a later version of the program wrote a record
     */
    static History read(SubmissionId submission, String text) throws NewerFormatException {
        History history = new History(submission);
        int from = 0;
        int line = 1;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            // A writer puts its line between two line ends: a partial line is followed by only one, that of the next
            // writer.
            boolean isComplete = end + 1 == text.length() || text.charAt(end + 1) == '\n';
            if (end > from && !history.add(text.substring(from, end)) && isComplete && history.spoiltLine == 0) {
                history.spoiltLine = line;
            }
            from = end + 1;
            line++;
        }
        return history;
    }

    /** The entry, without the state of processes; empty if the first record is incomplete. */
    Optional<JournalEntry> entry() {
        return Optional.ofNullable(entry)
                .map(known -> known.withAttempts(commands, outcomes).withStory(new ArrayList<>(story)));
    }

    /** Whether its batch may still be running or be submitted. */
    boolean isOpen() {
        return entry != null && entry.isOpen();
    }

    /** Whether a complete line is invalid. */
    boolean isDamaged() {
        return damaged;
    }

    /** The number, from 1, of the first line that is complete but invalid. */
    OptionalInt spoiltLine() {
        return spoiltLine == 0 ? OptionalInt.empty() : OptionalInt.of(spoiltLine);
    }

    /** The latest owner. */
    Optional<Owner> owner() {
        return Optional.ofNullable(owner);
    }

    /** The owner that started the submitting process. */
    Optional<Owner> submitterOwner() {
        return Optional.ofNullable(submitterOwner);
    }

    /** The conclusions of owners that began to publish its outputs, oldest first. */
    List<JournalRecord.Concluded> conclusions() {
        return conclusions;
    }

    /** Whether its outputs were published or it was given up, so that it must not be finished any more. */
    boolean isOver() {
        return entry != null && (entry.isGivenUp() || entry.result().isPresent());
    }

    /** Its latest order. */
    Optional<BatchOrder> order() {
        return Optional.ofNullable(entry).map(JournalEntry::order);
    }

    /** Adds a line and returns whether it is valid. */
    private boolean add(String line) throws NewerFormatException {
        RecordFormat.Line read = RecordFormat.read(line, submission, order());
        if (read instanceof RecordFormat.Line.Newer newer) {
            throw new NewerFormatException(newer.version());
        }
        if (read instanceof RecordFormat.Line.Known known) {
            add(known.entry());
        }
        boolean isRecord = !(read instanceof RecordFormat.Line.Damaged);
        damaged |= !isRecord;
        return isRecord;
    }

    /** Records before the first intention are ignored. */
    private void add(JournalRecord added) {
        if (added instanceof JournalRecord.Intended intended) {
            if (entry != null && entry.intentions().size() >= MOST_ATTEMPTS) {
                damaged = true;
                return;
            }
            entry = entry == null ? JournalEntry.begun(intended.intention()) : entry.with(intended.intention());
            owner = intended.owner();
            submitterOwner = intended.owner();
        }
        JournalEntry known = entry;
        if (known == null) {
            return;
        }
        if (added instanceof JournalRecord.Started started) {
            entry = known.with(started.process());
            owner = started.owner();
            submitterOwner = started.owner();
        } else if (added instanceof JournalRecord.Attempting attempting) {
            commands.put(attempting.attempt(), attempting.command());
        } else if (added instanceof JournalRecord.Attempted attempted) {
            outcomes.put(attempted.attempt(), attempted.outcome());
        } else if (added instanceof JournalRecord.CancelAsked asked) {
            entry = known.cancelAsked(asked.cause());
        } else if (added instanceof JournalRecord.JobCancelAsked asked) {
            entry = known.jobCancelAsked(asked.job(), asked.granted());
        } else if (added instanceof JournalRecord.Queued queued) {
            entry = known.with(queued.submitted());
            owner = queued.owner();
        } else if (added instanceof JournalRecord.Concluded concluded) {
            conclusions.add(concluded);
            // One that was written while the former finisher wrote the end has no effect.
            entry = known.conclusion().isPresent() || isOver() ? known : known.with(concluded.found());
            owner = concluded.owner();
        } else if (added instanceof JournalRecord.Ended ended) {
            entry = known.with(ended.ending());
        } else if (added instanceof JournalRecord.Noted noted) {
            story.addLast(noted.line());
            if (story.size() > JournalEntry.LONGEST_STORY) {
                story.removeFirst();
            }
        }
    }

    /** A later version of the program wrote a record. */
    static final class NewerFormatException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int version;

        NewerFormatException(int version) {
            this.version = version;
        }

        int version() {
            return version;
        }
    }
}
