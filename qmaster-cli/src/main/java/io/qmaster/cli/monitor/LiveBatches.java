package io.qmaster.cli.monitor;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.SubmissionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Keeps what the page shows up to date, and wakes those who wait for a change. Thread-safe; one thread refreshes. */
public final class LiveBatches {
    private final Farm farm;
    private final Duration lostAfter;
    /** Since when the engine has not listed a batch that it listed before, or that it has according to the journal. */
    private final Map<String, Instant> unlisted = new HashMap<>();

    private Snapshot snapshot = Snapshot.NONE;

    /**
     * Shows nothing yet.
     *
     * @param lostAfter how long the engine may not list a batch that has not ended
     */
    public LiveBatches(Farm farm, Duration lostAfter) {
        this.farm = farm;
        this.lostAfter = lostAfter;
    }

    /** Queries the engine and the journal. A failure is shown on the page, together with what was known before. */
    public void refresh() throws InterruptedException {
        Instant now = farm.now();
        try {
            publish(farm.batches(), Optional.of(now), Optional.empty());
        } catch (QmasterException failed) {
            failed(failed.failure(), now);
        } catch (CommandFailure failed) {
            failed(failed.failure(), now);
        }
    }

    private void failed(Failure failure, Instant now) {
        Snapshot before = now();
        Snapshot.Trouble trouble = new Snapshot.Trouble(
                failure, before.trouble().map(Snapshot.Trouble::since).orElse(now));
        List<BatchRecord> known = before.readAt().isPresent()
                ? before.rows().values().stream().map(Row::record).toList()
                : farm.remembered();
        publish(known, Optional.empty(), Optional.of(trouble));
    }

    private void publish(List<BatchRecord> records, Optional<Instant> readAt, Optional<Snapshot.Trouble> trouble) {
        Snapshot before = now();
        long version = before.version() + 1;
        Map<String, Row> rows = new LinkedHashMap<>();
        boolean canControl = farm.canControl();
        for (BatchRecord found : records) {
            String key = Row.keyOf(found);
            Optional<Row> shown = Optional.ofNullable(before.rows().get(key));
            BatchRecord record = found;
            boolean lost = shown.map(Row::lost).orElse(false);
            if (readAt.isPresent()) {
                lost = isLost(key, found, readAt.get());
                record = lost ? found : withLastStatus(found, shown);
            }
            BatchRecord latest = record;
            boolean isLost = lost;
            rows.put(
                    key,
                    shown.filter(row -> row.says(latest, isLost))
                            .orElseGet(() -> Row.of(latest, isLost, canControl, version)));
        }
        unlisted.keySet().retainAll(rows.keySet());
        boolean isSame = rows.equals(before.rows())
                && (readAt.isEmpty() || before.readAt().isPresent())
                && trouble.map(Snapshot.Trouble::failure)
                        .equals(before.trouble().map(Snapshot.Trouble::failure));
        put(new Snapshot(
                isSame ? before.version() : version,
                readAt.or(before::readAt),
                Collections.unmodifiableMap(rows),
                trouble));
    }

    /** One answer without a batch means little: engines leave batches out now and then. */
    private boolean isLost(String key, BatchRecord record, Instant now) {
        boolean isMissing = record.status().isEmpty()
                && record.submission()
                        .filter(known -> known.isOpen() && known.holder().isEmpty())
                        .isPresent();
        if (!isMissing) {
            unlisted.remove(key);
            return false;
        }
        return !unlisted.computeIfAbsent(key, any -> now).plus(lostAfter).isAfter(now);
    }

    private static BatchRecord withLastStatus(BatchRecord found, Optional<Row> shown) {
        boolean isListed = found.status().isPresent()
                || found.submission().filter(SubmissionRecord::isOpen).isEmpty();
        return isListed
                ? found
                : new BatchRecord(shown.flatMap(row -> row.record().status()), found.submission(), found.unread());
    }

    private synchronized void put(Snapshot latest) {
        snapshot = latest;
        notifyAll();
    }

    /** What is shown. */
    synchronized Snapshot now() {
        return snapshot;
    }

    /**
     * Waits for a later version.
     *
     * @param version the version that is known
     * @param atMost how long to wait
     * @return the latest, which is the known one if the time is over
     */
    synchronized Snapshot after(long version, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toNanos(); snapshot.version() == version && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return snapshot;
    }

    /** The records of all batches that are shown. */
    public List<BatchRecord> records() {
        return now().rows().values().stream().map(Row::record).toList();
    }

    /** When the engine last answered for them; empty before its first answer. */
    public Optional<Instant> readAt() {
        return now().readAt();
    }

    /** The batch of a key; empty if the page does not show it. */
    Optional<Row> find(String key) {
        return Optional.ofNullable(now().rows().get(key));
    }
}
