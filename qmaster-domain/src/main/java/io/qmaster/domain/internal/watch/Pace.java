package io.qmaster.domain.internal.watch;

import static io.qmaster.domain.internal.Durations.shorter;

import io.qmaster.domain.Policy;
import java.time.Duration;

/** The pauses between polls: short at first, then growing up to a limit. Not thread-safe. */
final class Pace {
    private final Duration first;
    private final Duration slowest;
    private Duration pause;

    Pace(Policy policy) {
        this.first = policy.firstPoll();
        this.slowest = policy.slowestPoll();
        this.pause = first;
    }

    /** The current pause. */
    Duration pause() {
        return pause;
    }

    /** Resets to the shortest pause. */
    void reset() {
        pause = first;
    }

    /** Lengthens the pause by half, up to the limit. */
    void slowDown() {
        pause = shorter(pause.multipliedBy(3).dividedBy(2), slowest);
    }
}
