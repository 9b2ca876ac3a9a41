package io.qmaster.domain.port;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The only source of time, alarms and threads in the domain. Implemented by authors of backends that have a clock of
 * their own. Thread-safe.
 */
public interface Timekeeper {
    /** The time of the wall clock, which may jump; measure with {@link #elapsedNanos()}. */
    Instant now();

    /** Monotonic time in nanoseconds since a fixed moment; never negative. */
    long elapsedNanos();

    /** Creates a stage that callers may block on. On virtual time blocking fails, since no time passes meanwhile. */
    default <T> CompletableFuture<T> newStage() {
        return new CompletableFuture<>();
    }

    /**
     * Runs a task after a delay, on a thread of the timekeeper. On the wall clock a task that blocks delays others only
     * if many block at once; on virtual time tasks run one after the other. A task that throws does not affect others,
     * and no task is dropped if no thread can be started.
     */
    Alarm schedule(Duration delay, Runnable task);

    /**
     * Creates an executor for foreign tasks, such as listeners, which may block without delaying alarms. It starts
     * tasks in order, never on the calling thread, and drops none.
     *
     * @param atOnce the maximum number of concurrent tasks, at least 1. On virtual time they run one after the other,
     *     as alarms do
     */
    default Executor executor(int atOnce) {
        return task -> schedule(Duration.ZERO, task);
    }

    /**
     * Waits until a stage has completed, normally or exceptionally.
     *
     * @return whether it completed by the deadline
     * @throws InterruptedException if the thread was interrupted
     */
    boolean await(CompletionStage<?> done, Deadline deadline) throws InterruptedException;

    /**
     * Waits for some time.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    default void pause(Duration time) throws InterruptedException {
        await(new CompletableFuture<>(), Deadline.after(time, this));
    }
}
