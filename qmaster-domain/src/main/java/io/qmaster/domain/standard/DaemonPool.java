package io.qmaster.domain.standard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts tasks in order, on a bounded number of daemon threads that start on demand and end after a second without a
 * task. Thread-safe.
 *
 * <p>No task is dropped. A {@link java.util.concurrent.ThreadPoolExecutor} drops a task if the system refuses to start
 * its thread: here a running thread takes it, or the substitute if there is none.
 */
final class DaemonPool implements Executor {
    /** How long a thread waits for the next task before it ends. */
    static final Duration IDLE = Duration.ofSeconds(1);

    private final ThreadFactory factory;
    private final int most;
    private final Executor substitute;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int threads;
    private int idle;

    /**
     * Creates a pool without threads.
     *
     * @param most the maximum number of threads, at least 1
     * @param substitute runs waiting tasks if no thread can be started
     */
    DaemonPool(ThreadFactory factory, int most, Executor substitute) {
        if (most < 1) {
            throw new IllegalArgumentException("a pool needs at least one thread, not " + most);
        }
        this.factory = factory;
        this.most = most;
        this.substitute = substitute;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.add(task);
            if (idle >= waiting.size()) {
                waiting.notifyAll();
                return;
            }
            if (threads == most) {
                return;
            }
            threads++;
        }
        try {
            factory.newThread(() -> work(IDLE.toNanos())).start();
        } catch (OutOfMemoryError noThread) {
            // The JVM throws this if the system starts no more threads.
            synchronized (waiting) {
                if (threads > 1) {
                    threads--;
                    return;
                }
            }
            substitute.execute(() -> work(0));
        }
    }

    private void work(long idleNanos) {
        for (Runnable task = next(idleNanos); task != null; task = next(idleNanos)) {
            try {
                task.run();
            } catch (RuntimeException | Error thrown) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            }
        }
    }

    private @Nullable Runnable next(long idleNanos) {
        long until = System.nanoTime() + idleNanos;
        synchronized (waiting) {
            long left = idleNanos;
            while (waiting.isEmpty() && left > 0) {
                idle++;
                try {
                    TimeUnit.NANOSECONDS.timedWait(waiting, left);
                } catch (InterruptedException late) {
                    // Meant for a task that has ended.
                } finally {
                    idle--;
                }
                left = until - System.nanoTime();
            }
            Runnable task = waiting.poll();
            if (task == null) {
                threads--;
            }
            return task;
        }
    }
}
