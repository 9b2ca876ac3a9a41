package io.qmaster.simulator;

import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;

/** A single alarm that can be set repeatedly until it is closed. Thread-safe. */
final class WakeUp {
    private final Timekeeper time;
    private final Runnable task;
    private Alarm next = () -> {};
    private boolean closed;

    WakeUp(Timekeeper time, Runnable task) {
        this.time = time;
        this.task = task;
    }

    /** Replaces the alarm: runs the task after a delay; empty for never. Does nothing once closed. */
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
