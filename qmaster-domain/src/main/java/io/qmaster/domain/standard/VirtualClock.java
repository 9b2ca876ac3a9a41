package io.qmaster.domain.standard;

import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Virtual time for tests and simulations: it passes only when a thread waits for it or advances it, without delay.
 *
 * <p>It owns no thread: alarms run in the order of (time, sequence) on the thread that awaits or advances, so that a
 * test is deterministic. A task may itself await; alarms then run inside that wait. Several threads may use one clock:
 * one at a time advances it, the others wait.
 *
 * <p>Exceptions of tasks go to the running thread's handler of uncaught exceptions and do not affect other tasks. For
 * library consumers and authors of backends. Thread-safe.
 */
public final class VirtualClock implements Timekeeper {
    /** The default start. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ReentrantLock driver = new ReentrantLock();
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::atNanos).thenComparingLong(Entry::sequence));
    private final Instant start;
    private long elapsed;
    private long sequences;

    /** Creates a clock that starts at {@link #START}. */
    public VirtualClock() {
        this(START);
    }

    /** Creates a clock that starts at some moment. */
    public VirtualClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant now() {
        return start.plusNanos(elapsedNanos());
    }

    @Override
    public long elapsedNanos() {
        synchronized (entries) {
            return elapsed;
        }
    }

    @Override
    public <T> CompletableFuture<T> newStage() {
        return new VirtualStage<>();
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        synchronized (entries) {
            long at = delay.isNegative() ? elapsed : Deadline.after(delay, this).atNanos();
            Entry entry = new Entry(at, sequences++, task);
            entries.add(entry);
            return () -> remove(entry);
        }
    }

    /**
     * Advances time until the stage has completed or the deadline is reached.
     *
     * @throws IllegalStateException if the stage can never complete, because nothing is scheduled and there is no
     *     deadline: a real clock would hang here
     * @throws InterruptedException if the thread was interrupted
     */
    @Override
    public boolean await(CompletionStage<?> done, Deadline deadline) throws InterruptedException {
        CompletableFuture<?> ended = done.toCompletableFuture();
        if (ended.isDone()) {
            return true;
        }
        driver.lockInterruptibly();
        try {
            while (!ended.isDone()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while virtual time was " + now());
                }
                Optional<Entry> next = takeUntil(deadline.atNanos());
                if (next.isPresent()) {
                    run(next.get());
                } else if (deadline.equals(Deadline.NEVER)) {
                    throw new IllegalStateException(
                            "nothing is scheduled on virtual time, so this call would wait indefinitely");
                } else {
                    moveTo(deadline.atNanos());
                    return ended.isDone();
                }
            }
            return true;
        } finally {
            driver.unlock();
        }
    }

    /** Advances time and runs the alarms that become due. */
    public void advance(Duration time) {
        driver.lock();
        try {
            long until = Deadline.after(time, this).atNanos();
            for (Optional<Entry> next = takeUntil(until); next.isPresent(); next = takeUntil(until)) {
                run(next.get());
            }
            moveTo(until);
        } finally {
            driver.unlock();
        }
    }

    private void run(Entry entry) {
        try {
            entry.task.run();
        } catch (RuntimeException | Error thrown) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        }
    }

    private Optional<Entry> takeUntil(long nanos) {
        synchronized (entries) {
            Entry next = entries.peek();
            if (next == null || next.atNanos > nanos) {
                return Optional.empty();
            }
            entries.remove();
            elapsed = Math.max(elapsed, next.atNanos);
            return Optional.of(next);
        }
    }

    private void moveTo(long nanos) {
        synchronized (entries) {
            elapsed = Math.max(elapsed, nanos);
        }
    }

    private void remove(Entry entry) {
        synchronized (entries) {
            entries.remove(entry);
        }
    }

    private record Entry(long atNanos, long sequence, Runnable task) {}
}
