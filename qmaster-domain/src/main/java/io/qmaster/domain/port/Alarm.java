package io.qmaster.domain.port;

/** A scheduled task that can be cancelled. Implemented by authors of timekeepers. Thread-safe. */
@FunctionalInterface
public interface Alarm {
    /**
     * Cancels the task. A task that is running is interrupted, unless it is the caller itself, and not waited for. A
     * second call has no effect.
     */
    void cancel();
}
