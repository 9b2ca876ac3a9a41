package io.qmaster.simulator.report;

import java.time.Duration;
import java.time.Instant;

/**
 * A time from its begin until just before its end.
 *
 * @param from its begin
 * @param until its end
 */
record Span(Instant from, Instant until) {
    Duration length() {
        return Duration.between(from, until);
    }

    boolean isEmpty() {
        return !from.isBefore(until);
    }
}
