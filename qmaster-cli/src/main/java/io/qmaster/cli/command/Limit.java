package io.qmaster.cli.command;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;

/** Computes the rest of a time limit. */
final class Limit {
    private static final Duration LEAST = Duration.ofMillis(1);

    private Limit() {}

    /** The rest, at least one millisecond: a limit cannot be zero. */
    static Duration left(Deadline deadline, Timekeeper time) {
        Duration left = deadline.remaining(time);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }
}
