package io.qmaster.domain.internal.watch;

import io.qmaster.domain.Policy;
import java.time.Duration;

/** The pauses between questions: short at first, then growing to a limit. Not safe for threads. */
final class Pace {
    private final Duration first;
    private final Duration slowest;
    private Duration pause;

    Pace(Policy policy) {
        this.first = policy.firstPoll();
        this.slowest = policy.slowestPoll();
        this.pause = first;
    }

    /** The pause that was chosen last. */
    Duration pause() {
        return pause;
    }

    /** Starts again with the shortest pause. */
    void quicken() {
        pause = first;
    }

    /** Half as long again. */
    void slowDown() {
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        pause = longer.compareTo(slowest) < 0 ? longer : slowest;
    }
}
