package io.qmaster.domain.standard;

import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Virtual time for tests and simulations: it passes only when a thread waits for it or advances it, without delay.
 *
 * <p>It owns no thread: alarms run in the order of (time, sequence) on the thread that awaits or advances, so that a
 * test with one thread is deterministic. A task may itself await; alarms then run inside that wait. Several threads may
 * use one clock: one at a time advances it, to the earliest moment that one of them waits for. It does not advance while
 * another thread that has used it still works, for at most a second of real time.
 *
 * <p>Exceptions of tasks go to the running thread's handler of uncaught exceptions and do not affect other tasks. For
 * library consumers and authors of backends. Thread-safe.
 */
public final class VirtualClock implements Timekeeper {
    /** The default start. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final long GLANCE_NANOS = 1_000_000;
    private static final long LONGEST_WORK_NANOS = 1_000_000_000;

    private final ReentrantLock driver = new ReentrantLock();
    private final Condition changed = driver.newCondition();
    private final AtomicInteger entering = new AtomicInteger();
    /** What each thread waits for; its innermost wait. Guarded by the lock. */
    private final Map<Thread, Waiting> waiting = new HashMap<>();
    /** The threads that use the clock and do not wait, since which real time. */
    private final Map<Thread, Long> working = new ConcurrentHashMap<>();

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
        if (!driver.isHeldByCurrentThread()) {
            working.putIfAbsent(Thread.currentThread(), System.nanoTime());
        }
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
        entering.incrementAndGet();
        try {
            driver.lockInterruptibly();
        } finally {
            entering.decrementAndGet();
        }
        try {
            return drive(ended, deadline.atNanos());
        } finally {
            driver.unlock();
        }
    }

    /** Advances time and runs the alarms that become due. */
    public void advance(Duration time) {
        boolean isInterrupted = Thread.interrupted();
        driver.lock();
        try {
            long until = Math.min(Deadline.after(time, this).atNanos(), Deadline.NEVER.atNanos() - 1);
            while (elapsedNanos() < until || !isEmptyUntil(until)) {
                try {
                    boolean unused = drive(new CompletableFuture<>(), until);
                } catch (InterruptedException meantForTheCaller) {
                    isInterrupted = true;
                }
            }
        } finally {
            driver.unlock();
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs what is due until the stage has completed or the time has come; returns whether it has completed. */
    private boolean drive(CompletableFuture<?> ended, long until) throws InterruptedException {
        Thread self = Thread.currentThread();
        working.remove(self);
        Optional<Waiting> outer = Optional.ofNullable(waiting.put(self, new Waiting(ended, until)));
        try {
            while (!ended.isDone()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while virtual time was " + now());
                }
                // A wait whose time has come ends, even if other waits end at the same moment.
                boolean isOver = elapsedNanos() >= until;
                if (!isOver && othersAreToAct(self)) {
                    boolean unused = changed.awaitNanos(GLANCE_NANOS) > 0;
                    continue;
                }
                long earliest = isOver ? until : earliest();
                Optional<Entry> next = takeUntil(earliest);
                if (next.isPresent()) {
                    run(next.get());
                } else if (earliest == Deadline.NEVER.atNanos()) {
                    throw new IllegalStateException(
                            "nothing is scheduled on virtual time, so this call would wait indefinitely");
                } else {
                    moveTo(earliest);
                    if (earliest == until) {
                        return ended.isDone();
                    }
                }
            }
            return true;
        } finally {
            if (outer.isPresent()) {
                waiting.put(self, outer.get());
            } else {
                waiting.remove(self);
                working.put(self, System.nanoTime());
            }
            changed.signalAll();
        }
    }

    /** The earliest moment that a thread waits for. */
    private long earliest() {
        long earliest = Deadline.NEVER.atNanos();
        for (Waiting one : waiting.values()) {
            earliest = Math.min(earliest, one.until);
        }
        return earliest;
    }

    /** Whether another thread is about to wait, to return from its wait, or works. */
    private boolean othersAreToAct(Thread self) {
        if (entering.get() > 0) {
            return true;
        }
        if (working.isEmpty() && waiting.size() == 1) {
            return false;
        }
        long now = System.nanoTime();
        long elapsed = elapsedNanos();
        working.keySet().removeIf(thread -> !thread.isAlive());
        return working.entrySet().stream()
                        .anyMatch(other -> other.getKey().getState() == Thread.State.RUNNABLE
                                && now - other.getValue() < LONGEST_WORK_NANOS)
                || waiting.entrySet().stream()
                        .anyMatch(other ->
                                other.getKey() != self && other.getValue().isOver(elapsed));
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

    private boolean isEmptyUntil(long nanos) {
        synchronized (entries) {
            return entries.isEmpty() || entries.peek().atNanos > nanos;
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

    private record Waiting(CompletableFuture<?> ended, long until) {
        boolean isOver(long elapsed) {
            return ended.isDone() || elapsed >= until;
        }
    }

    private record Entry(long atNanos, long sequence, Runnable task) {}
}
