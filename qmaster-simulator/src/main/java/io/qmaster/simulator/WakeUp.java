package io.qmaster.simulator;

import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;

/** At most one alarm at a time, which can be set again and again until this is closed. Thread-safe. */
final class WakeUp {
    private final Timekeeper time;
    private final Runnable task;
    private Alarm next = () -> {};
    private boolean closed;

    WakeUp(Timekeeper time, Runnable task) {
        this.time = time;
        this.task = task;
    }

    /** Runs the task after a delay instead of whenever it was to run before; empty for never. Does nothing once closed. */
    synchronized void set(Optional<Duration> delay) {
        if (closed) {
            return;
        }
        next.cancel();
        next = delay.map(some -> time.schedule(some, task)).orElse(() -> {});
    }

    synchronized void close() {
        set(Optional.empty());
        closed = true;
    }
}
