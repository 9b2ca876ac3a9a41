package io.qmaster.domain.standard;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the records of a journal add up to, kept in memory. Used by one thread at a time. */
final class JournalIndex {
    private final Map<SubmissionId, Known> submissions = new LinkedHashMap<>();
    private final Map<BatchId, Known> batches = new HashMap<>();
    private int surplusNotes;

    /** Takes a record in. One about a submission that was never intended says nothing. */
    void add(JournalRecord entry) {
        Known known = submissions.get(entry.submission());
        if (entry instanceof JournalRecord.Intended intended) {
            if (known == null) {
                known = new Known(intended);
                submissions.put(entry.submission(), known);
            } else {
                known.add(intended);
            }
        } else if (known != null) {
            known.add(entry);
        }
        if (known != null && entry instanceof JournalRecord.Queued queued) {
            batches.put(queued.submitted().batchId(), known);
        }
    }

    Optional<Known> find(SubmissionId submission) {
        return Optional.ofNullable(submissions.get(submission));
    }

    Optional<Known> find(BatchId batch) {
        return Optional.ofNullable(batches.get(batch));
    }

    Optional<BatchOrder> order(SubmissionId submission) {
        return find(submission).map(known -> known.entry.order());
    }

    boolean isOpen(SubmissionId submission) {
        return find(submission).filter(known -> known.entry.isOpen()).isPresent();
    }

    /** Everything known, the oldest first. */
    List<Known> all() {
        return List.copyOf(submissions.values());
    }

    /** The submissions that ended before a moment. */
    Set<SubmissionId> endedBefore(Instant moment) {
        return submissions.values().stream()
                .filter(known -> known.entry
                        .ending()
                        .filter(ending -> ending.at().isBefore(moment))
                        .isPresent())
                .map(known -> known.entry.submissionId())
                .collect(Collectors.toSet());
    }

    /** How many lines of stories the file holds that nobody is told any more. */
    int surplusNotes() {
        return surplusNotes;
    }

    void clear() {
        submissions.clear();
        batches.clear();
        surplusNotes = 0;
    }

    /** The records of what was known of a submission before that say more than what is known now; its story is left out. */
    List<JournalRecord> missing(Known before) {
        Optional<JournalEntry> now = find(before.entry.submissionId()).map(known -> known.entry);
        return now.isEmpty() ? before.records() : before.recordsBeyond(now.get());
    }

    /** What is known of one submission. */
    final class Known {
        private JournalEntry entry;
        private Owner owner;
        private Owner submitterOwner;
        private final Deque<LogEntry> story = new ArrayDeque<>();
        private int notes;
        private @Nullable JournalEntry told;

        private Known(JournalRecord.Intended first) {
            entry = JournalEntry.begun(first.intention());
            owner = first.owner();
            submitterOwner = first.owner();
        }

        /** The entry with its story; who lives is not looked at. */
        JournalEntry entry() {
            JournalEntry whole = told;
            if (whole == null) {
                whole = entry.withStory(new ArrayList<>(story)).with(false, false);
                told = whole;
            }
            return whole;
        }

        /** Who last worked on it. */
        Owner owner() {
            return owner;
        }

        /** The host of the process that submits it. */
        String submitterHost() {
            return submitterOwner.host();
        }

        /** How many lines of its story the file holds. */
        int notes() {
            return notes;
        }

        /** The records that add up to it, but for its story. */
        private List<JournalRecord> records() {
            return records(entry.intentions(), Optional.empty());
        }

        /** Those of them that an entry of the same submission lacks. */
        private List<JournalRecord> recordsBeyond(JournalEntry less) {
            List<SubmissionJournal.Intention> more = new ArrayList<>(entry.intentions());
            more.removeAll(less.intentions());
            return records(more, Optional.of(less));
        }

        private List<JournalRecord> records(
                List<SubmissionJournal.Intention> intentions, Optional<JournalEntry> without) {
            SubmissionId id = entry.submissionId();
            List<JournalRecord> records = new ArrayList<>();
            intentions.forEach(intention -> records.add(new JournalRecord.Intended(owner, intention)));
            // With a new attempt its submitting process is another one.
            Predicate<Function<JournalEntry, Optional<?>>> lacks =
                    part -> without.flatMap(part).isEmpty();
            if (!intentions.isEmpty() || lacks.test(JournalEntry::submitter)) {
                entry.submitter().ifPresent(it -> records.add(new JournalRecord.Started(id, submitterOwner, it)));
            }
            if (lacks.test(JournalEntry::submitted)) {
                entry.submitted().ifPresent(it -> records.add(new JournalRecord.Queued(id, owner, it)));
            }
            if (lacks.test(JournalEntry::conclusion)) {
                entry.conclusion().ifPresent(it -> records.add(new JournalRecord.Concluded(id, owner, it)));
            }
            if (lacks.test(JournalEntry::ending)) {
                entry.ending().ifPresent(it -> records.add(new JournalRecord.Ended(id, it)));
            }
            return records;
        }

        private void add(JournalRecord added) {
            told = null;
            if (added instanceof JournalRecord.Intended intended) {
                // The same line twice: it was written again because it seemed lost.
                entry = entry.intentions().contains(intended.intention()) ? entry : entry.with(intended.intention());
                owner = intended.owner();
            } else if (added instanceof JournalRecord.Started started) {
                entry = entry.with(started.process());
                owner = started.owner();
                submitterOwner = started.owner();
            } else if (added instanceof JournalRecord.Attempting attempting) {
                entry = entry.attempting(attempting.attempt(), attempting.command());
            } else if (added instanceof JournalRecord.Attempted attempted) {
                entry = entry.attempted(attempted.attempt(), attempted.outcome());
            } else if (added instanceof JournalRecord.CancelAsked asked) {
                entry = entry.cancelAsked(asked.cause());
            } else if (added instanceof JournalRecord.Queued queued) {
                entry = entry.with(queued.submitted());
                owner = queued.owner();
            } else if (added instanceof JournalRecord.Concluded concluded) {
                entry = entry.with(concluded.found());
                owner = concluded.owner();
            } else if (added instanceof JournalRecord.Ended ended) {
                entry = entry.with(ended.ending());
            } else if (added instanceof JournalRecord.Noted noted) {
                tell(noted.line());
            }
        }

        private void tell(LogEntry line) {
            notes++;
            story.addLast(line);
            if (story.size() > JournalEntry.LONGEST_STORY) {
                story.removeFirst();
                surplusNotes++;
            }
        }
    }
}
