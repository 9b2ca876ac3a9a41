package io.qmaster.simulator.page;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Times and their percentiles. Immutable and thread-safe.
 *
 * @param sorted the times, ascending
 */
public record Times(List<Duration> sorted) {
    /** Sorts the times. */
    public Times {
        sorted = sorted.stream().sorted().toList();
    }

    /** How long batches waited; those that never began, or of which it is not known, are excluded. */
    public static Times waited(Collection<BatchHistory> batches) {
        return new Times(batches.stream()
                .map(BatchHistory::waited)
                .flatMap(Optional::stream)
                .toList());
    }

    /** How long batches took from their submission to their end. */
    public static Times turnaround(Collection<BatchHistory> batches) {
        return new Times(batches.stream()
                .map(BatchHistory::turnaround)
                .flatMap(Optional::stream)
                .toList());
    }

    /**
     * A percentile (nearest rank); empty if there are no times.
     *
     * @param percent 1 to 100
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
