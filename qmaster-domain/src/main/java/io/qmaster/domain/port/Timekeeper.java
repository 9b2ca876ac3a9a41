package io.qmaster.domain.port;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The only clock. Safe for threads. */
public interface Timekeeper {
    /** What the wall clock shows. It may jump; measure with {@link #elapsedNanos()}. */
    Instant now();

    /** Nanoseconds since some moment of this timekeeper's life: never negative, never going back. */
    long elapsedNanos();

    /**
     * Runs a task after a delay, on a thread of the timekeeper's choice. A task that blocks delays no other on the wall
     * clock; on virtual time tasks run one after the other. A task that throws harms no other.
     */
    Alarm schedule(Duration delay, Runnable task);

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
