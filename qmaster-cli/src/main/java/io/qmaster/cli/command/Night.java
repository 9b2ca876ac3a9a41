package io.qmaster.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What a journal remembers of some time, as {@link Adapters#night} computes it.
 *
 * @param numbers the answer in JSON
 * @param page makes the page from its title and a time zone
 */
public record Night(Numbers numbers, BiFunction<String, ZoneId, String> page) {
    /**
     * The numbers.
     *
     * @param outcomes how many batches ended how
     * @param waitSeconds from the submission of a batch until it was processed, as far as that is known
     * @param turnaroundSeconds from the submission of a batch to its end
     * @param throughput how many batches ended in each of some periods
     * @param failures what did not succeed
     */
    public record Numbers(
            Instant from,
            Instant until,
            Map<String, Long> outcomes,
            Percentiles waitSeconds,
            Percentiles turnaroundSeconds,
            List<Period> throughput,
            List<Failed> failures) {}

    /**
     * Percentiles of times.
     *
     * @param number how many times
     * @param p50 half of them are at most this
     * @param p90 90 of 100 are at most this
     * @param p99 99 of 100 are at most this
     */
    public record Percentiles(
            int number,
            Optional<Duration> p50,
            Optional<Duration> p90,
            Optional<Duration> p99,
            Optional<Duration> longest) {}

    /**
     * A period.
     *
     * @param batches how many batches ended in it
     */
    public record Period(Instant from, int batches) {}

    /**
     * A batch that did not succeed.
     *
     * @param details its id and labels
     * @param reason how it ended, and why
     */
    public record Failed(String name, String details, String reason, Instant at) {}
}
