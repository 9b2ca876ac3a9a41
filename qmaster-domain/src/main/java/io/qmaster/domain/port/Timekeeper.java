package io.qmaster.domain.port;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The only clock. Thread-safe. */
public interface Timekeeper {
    /** What the wall clock shows. It may jump; measure with {@link #elapsedNanos()}. */
    Instant now();

    /** Nanoseconds since some moment of this timekeeper's life: never negative, never going back. */
    long elapsedNanos();

    /** A stage that callers may block on. On virtual time that fails, since no time passes while a thread is blocked. */
    default <T> CompletableFuture<T> newStage() {
        return new CompletableFuture<>();
    }

    /**
     * Runs a task after a delay, on a thread of the timekeeper's choice. On the wall clock a task that blocks delays no other
     * unless many block at once; on virtual time tasks run one after the other. A task that throws harms no other, and none
     * is dropped because no thread can be started.
     */
    Alarm schedule(Duration delay, Runnable task);

    /**
     * An executor for tasks that are not ours, such as listeners: however long they block, they delay no alarm. It runs them
     * in the order in which they came, never on the thread that executes them, and drops none.
     *
     * @param atOnce how many tasks run at once at most; at least 1. On virtual time they run one after the other, as alarms do
     */
    default Executor executor(int atOnce) {
        return task -> schedule(Duration.ZERO, task);
    }

    /**
     * Waits until a stage is done, in whatever way.
     *
     * @return whether it was done by the deadline
     * @throws InterruptedException if the thread was interrupted
     */
    boolean await(CompletionStage<?> done, Deadline deadline) throws InterruptedException;

    /**
     * Lets time pass.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    default void pause(Duration time) throws InterruptedException {
        await(new CompletableFuture<>(), Deadline.after(time, this));
    }
}
