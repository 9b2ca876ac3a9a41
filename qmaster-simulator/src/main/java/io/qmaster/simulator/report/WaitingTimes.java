package io.qmaster.simulator.report;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How long batches waited, as a result of a {@link ScenarioRun}. Immutable and thread-safe.
 *
 * @param sorted the time of each batch, ascending
 */
public record WaitingTimes(List<Duration> sorted) {
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
