package io.qmaster.simulator.report;

import io.qmaster.simulator.page.BatchHistory;
import io.qmaster.simulator.page.Times;
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
        return new WaitingTimes(Times.waited(batches).sorted());
    }

    /**
     * A percentile (nearest rank); empty if there are no times.
     *
     * @param percent 1 to 100
     * @throws IllegalArgumentException if the number is out of range
     */
    public Optional<Duration> percentile(int percent) {
        return new Times(sorted).percentile(percent);
    }
}
