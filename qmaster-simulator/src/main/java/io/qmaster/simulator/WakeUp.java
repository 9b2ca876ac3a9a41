package io.qmaster.simulator;

import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;

/** At most one alarm at a time, set anew as often as one likes. Safe for threads. */
final class WakeUp {
    private final Timekeeper time;
    private final Runnable task;
    private Alarm next = () -> {};

    WakeUp(Timekeeper time, Runnable task) {
        this.time = time;
        this.task = task;
    }

    /** Runs the task after a delay instead of whenever it was to run before; empty for never. */
    synchronized void set(Optional<Duration> delay) {
        next.cancel();
        next = delay.map(some -> time.schedule(some, task)).orElse(() -> {});
    }
}
