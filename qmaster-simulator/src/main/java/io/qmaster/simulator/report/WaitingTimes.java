package io.qmaster.simulator.report;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How long batches waited. Immutable and thread-safe.
 *
 * @param sorted the time of each, the shortest first
 */
public record WaitingTimes(List<Duration> sorted) {
    /** Sorts them. */
    public WaitingTimes {
        sorted = sorted.stream().sorted().toList();
    }

    static WaitingTimes of(Collection<BatchHistory> batches) {
        return new WaitingTimes(batches.stream()
                .map(BatchHistory::waited)
                .flatMap(Optional::stream)
                .toList());
    }

    /**
     * The time that so many per cent of the batches waited at most (nearest rank); empty if there is none.
     *
     * @param percent more than 0, at most 100
     * @throws IllegalArgumentException if the number is out of range
     */
    public Optional<Duration> percentile(int percent) {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException("a percentile is from 1 to 100, not " + percent);
        }
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        long rank = (sorted.size() * (long) percent + 99) / 100;
        return Optional.of(sorted.get((int) rank - 1));
    }
}
