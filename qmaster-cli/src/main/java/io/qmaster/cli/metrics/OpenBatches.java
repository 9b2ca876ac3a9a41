package io.qmaster.cli.metrics;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The batches that are watched and have not ended, with their states. Thread-safe. */
final class OpenBatches {
    private static final String LOST = "lost";

    private final Map<BatchReference, Open> open = new HashMap<>();

    /**
     * One batch.
     *
     * @param submittedAt when it was submitted, if that is known
     * @param state its state in lower case
     * @param isWaitMeasured whether its time in the queue is known, or can no longer be
     */
    private record Open(Optional<Instant> submittedAt, String state, boolean isWaitMeasured) {
        Open in(String other) {
            return new Open(submittedAt, other, isWaitMeasured);
        }
    }

    /** A batch that was just submitted waits. */
    synchronized void submitted(BatchReference batch, Instant at) {
        open.putIfAbsent(batch, new Open(Optional.of(at), word(BatchState.WAITING), false));
    }

    /** A batch that another process submitted; its state is not known yet. */
    synchronized void adopted(BatchReference batch, Optional<Instant> submittedAt) {
        open.putIfAbsent(batch, new Open(submittedAt, word(BatchState.UNKNOWN), false));
    }

    /**
     * The state of a batch was observed.
     *
     * @return how long it waited, if it was seen to wait and has just begun
     */
    synchronized Optional<Duration> seen(BatchReference batch, BatchState state, Instant at) {
        Open before = open.get(batch);
        if (before == null || state.isFinal()) {
            return Optional.empty();
        }
        boolean waited = before.state().equals(word(BatchState.WAITING));
        boolean begins = state == BatchState.PROCESSING && !before.isWaitMeasured();
        open.put(batch, new Open(before.submittedAt(), word(state), before.isWaitMeasured() || begins));
        return begins && waited ? since(before, at) : Optional.empty();
    }

    synchronized void lost(BatchReference batch) {
        open.computeIfPresent(batch, (any, before) -> before.in(LOST));
    }

    /**
     * A batch has ended.
     *
     * @return how long after its submission, if that is known
     */
    synchronized Optional<Duration> ended(BatchReference batch, Instant at) {
        return Optional.ofNullable(open.remove(batch)).flatMap(before -> since(before, at));
    }

    private static Optional<Duration> since(Open batch, Instant at) {
        return batch.submittedAt().map(begin -> Duration.between(begin, at)).filter(time -> !time.isNegative());
    }

    /** Replaces all by what a list shows, of batches of which no events come. */
    synchronized void replace(Collection<BatchRecord> records) {
        open.clear();
        for (BatchRecord record : records) {
            BatchState state = record.state().orElse(BatchState.UNKNOWN);
            record.batch()
                    .filter(batch -> !state.isFinal())
                    .ifPresent(batch -> open.put(batch, new Open(record.submittedAt(), word(state), true)));
        }
    }

    /** How many batches are in each state, also those that none is in. */
    synchronized Map<String, Long> byState() {
        Map<String, Long> numbers = new LinkedHashMap<>();
        Stream.concat(
                        Stream.of(BatchState.values())
                                .filter(state -> !state.isFinal())
                                .map(OpenBatches::word),
                        Stream.of(LOST))
                .forEach(state -> numbers.put(state, 0L));
        open.values().forEach(batch -> numbers.merge(batch.state(), 1L, Long::sum));
        return numbers;
    }

    /** How long the oldest batch has waited; zero if none waits. */
    synchronized Duration longestWait(Instant now) {
        return open.values().stream()
                .filter(batch -> batch.state().equals(word(BatchState.WAITING)))
                .flatMap(batch -> since(batch, now).stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    static String word(BatchState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
