package io.qmaster.simulator.report;

import java.time.Duration;
import java.time.Instant;

/**
 * A period.
 *
 * @param from its start, inclusive
 * @param until its end, exclusive
 */
record Span(Instant from, Instant until) {
    Duration length() {
        return Duration.between(from, until);
    }

    boolean isEmpty() {
        return !from.isBefore(until);
    }
}
