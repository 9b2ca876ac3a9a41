package io.qmaster.simulator.page;

import java.time.Duration;
import java.time.Instant;

/**
 * A period.
 *
 * @param from its start, inclusive
 * @param until its end, exclusive
 */
public record Span(Instant from, Instant until) {
    /** How long it is. */
    public Duration length() {
        return Duration.between(from, until);
    }

    /** Whether it has no length. */
    public boolean isEmpty() {
        return !from.isBefore(until);
    }
}
