package io.qmaster.cli.monitor;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Ending;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the journal has: every open submission, and those that ended within a day. Reading thousands takes seconds, so an ended
 * one, which does not change, is read once, and the open ones less often if there are many. For one thread.
 */
final class KnownSubmissions {
    private static final Duration RECENT = Duration.ofDays(1);
    /** An ending is recorded again only if it was given up and is then observed. */
    private static final Duration ENDED_ANEW = Duration.ofMinutes(5);
    /** It is read for at most one part in so many of the time. */
    private static final int SHARE = 5;

    private final SubmissionJournal journal;
    private final Timekeeper time;
    private final Map<SubmissionId, SubmissionRecord> ended = new HashMap<>();
    /** Batches of other users and programs. */
    private final Set<BatchReference> foreign = new HashSet<>();

    private Map<SubmissionId, SubmissionRecord> all = Map.of();
    private Map<String, SubmissionRecord> byBatch = Map.of();
    private Optional<Long> nextReading = Optional.empty();
    private Optional<Long> endedReadAt = Optional.empty();

    KnownSubmissions(SubmissionJournal journal, Timekeeper time) {
        this.journal = journal;
        this.time = time;
    }

    /**
     * Reads the journal, unless that was done a short while ago.
     *
     * @throws io.qmaster.domain.JournalException if it cannot be read
     */
    void read() {
        long begin = time.elapsedNanos();
        if (nextReading.filter(next -> begin < next).isPresent()) {
            return;
        }
        Map<SubmissionId, SubmissionRecord> records = new LinkedHashMap<>();
        List<JournalEntry> open = new ArrayList<>(journal.open());
        Collections.reverse(open);
        open.stream().map(JournalEntry::record).forEach(record -> records.put(record.id(), record));
        readEnded(begin);
        ended.forEach(records::putIfAbsent);
        all = records;
        byBatch = new HashMap<>();
        records.values().forEach(this::addBatch);
        foreign.clear();
        nextReading = Optional.of(begin + (time.elapsedNanos() - begin) * SHARE);
    }

    private void readEnded(long now) {
        Instant since = time.now().minus(RECENT);
        if (endedReadAt.filter(at -> now - at < ENDED_ANEW.toNanos()).isEmpty()) {
            endedReadAt = Optional.of(now);
            ended.clear();
        }
        ended.values()
                .removeIf(
                        record -> record.ending().map(Ending::at).orElse(since).isBefore(since));
        List<SubmissionRecord> fresh;
        try (Stream<JournalEntry> newestFirst = journal.ended(since)) {
            fresh = newestFirst
                    .takeWhile(entry -> !ended.containsKey(entry.submissionId()))
                    .map(JournalEntry::record)
                    .toList();
        }
        fresh.forEach(record -> ended.put(record.id(), record));
    }

    private void addBatch(SubmissionRecord record) {
        record.batch().ifPresent(batch -> byBatch.putIfAbsent(batch.id().value(), record));
    }

    /** All that are known, the newest first, then those that have ended. */
    Collection<SubmissionRecord> all() {
        return Collections.unmodifiableCollection(all.values());
    }

    /**
     * The submission of a listed batch; one that was not known is looked for. An engine need not list where a batch runs, and
     * then lists it at this computer.
     */
    Optional<SubmissionRecord> of(BatchStatus listed) {
        BatchReference batch = listed.batch();
        Optional<SubmissionRecord> known =
                Optional.ofNullable(byBatch.get(batch.id().value()));
        if (known.isEmpty() && foreign.add(batch)) {
            known = journal.find(batch.id()).map(JournalEntry::record);
            known.ifPresent(this::addBatch);
        }
        return known.filter(record -> record.batch()
                .filter(submitted -> submitted.equals(batch)
                        || (batch.cluster().equals(Cluster.THIS_COMPUTER)
                                && listed.name().map(record.order()::isNamed).orElse(true)))
                .isPresent());
    }
}
