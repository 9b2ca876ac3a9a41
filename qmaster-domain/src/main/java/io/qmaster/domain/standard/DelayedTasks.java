package io.qmaster.domain.standard;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs short tasks after a delay on one daemon thread, which starts when a task is scheduled and ends after a second
 * without one. Thread-safe.
 *
 * <p>If the system refuses to start the thread, the tasks are kept, and every later call tries again.
 */
final class DelayedTasks {
    private final ThreadFactory factory;
    private final NavigableSet<Entry> due =
            new TreeSet<>(Comparator.comparingLong(Entry::atNanos).thenComparingLong(Entry::sequence));
    private final long origin = System.nanoTime();
    private long sequences;
    private boolean running;

    DelayedTasks(ThreadFactory factory) {
        this.factory = factory;
    }

    /** A task and its time, in nanoseconds since this object was created. */
    record Entry(long atNanos, long sequence, Runnable task) {}

    /** Runs a task after a delay. */
    Entry schedule(long delayNanos, Runnable task) {
        Entry entry;
        synchronized (due) {
            // Half of the range of a long is 146 years, and leaves room for the sum.
            long at = System.nanoTime() - origin + Math.min(Math.max(0, delayNanos), Long.MAX_VALUE / 2);
            entry = new Entry(at, sequences++, task);
            due.add(entry);
            due.notifyAll();
        }
        ensureRunning();
        return entry;
    }

    void cancel(Entry entry) {
        synchronized (due) {
            due.remove(entry);
        }
    }

    /** Starts the thread if a task is scheduled and the thread is not running. */
    void ensureRunning() {
        synchronized (due) {
            if (running || due.isEmpty()) {
                return;
            }
            running = true;
        }
        try {
            factory.newThread(this::work).start();
        } catch (OutOfMemoryError noThread) {
            synchronized (due) {
                running = false;
            }
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error thrown) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (due) {
            long idleUntil = System.nanoTime() - origin + DaemonPool.IDLE.toNanos();
            while (true) {
                long now = System.nanoTime() - origin;
                Entry first = due.isEmpty() ? null : due.first();
                if (first != null && first.atNanos() <= now) {
                    due.remove(first);
                    return first.task();
                }
                if (first == null && idleUntil <= now) {
                    running = false;
                    return null;
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(due, (first == null ? idleUntil : first.atNanos()) - now);
                } catch (InterruptedException late) {
                    // Meant for a task that has ended.
                }
            }
        }
    }
}
