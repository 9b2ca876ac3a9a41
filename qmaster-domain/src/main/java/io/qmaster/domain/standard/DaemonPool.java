package io.qmaster.domain.standard;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in the order in which they came, on a bounded number of daemon threads that start when they are needed and end
 * a second after. Thread-safe.
 *
 * <p>No task is dropped. A {@link java.util.concurrent.ThreadPoolExecutor} drops one whose thread the system refuses to
 * start: here the threads that run take it, and if there is none, the substitute does.
 */
final class Crew implements Executor {
    /** How long a thread waits for the next task before it ends. */
    static final Duration IDLE = Duration.ofSeconds(1);

    private final ThreadFactory factory;
    private final int most;
    private final Executor substitute;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int threads;
    private int idle;

    /**
     * A crew without threads so far.
     *
     * @param factory makes its threads
     * @param most how many threads run at most; at least 1
     * @param substitute runs what waits if no thread can be started
     */
    Crew(ThreadFactory factory, int most, Executor substitute) {
        if (most < 1) {
            throw new IllegalArgumentException("a crew needs at least one thread, not " + most);
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
            // That is how the JVM says that the system starts no more threads.
            synchronized (waiting) {
                if (threads > 1) {
                    threads--;
                    return;
                }
            }
            substitute.execute(() -> work(0));
        }
    }

    private void work(long patienceNanos) {
        for (Runnable task = next(patienceNanos); task != null; task = next(patienceNanos)) {
            try {
                task.run();
            } catch (RuntimeException | Error thrown) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            }
        }
    }

    private @Nullable Runnable next(long patienceNanos) {
        long until = System.nanoTime() + patienceNanos;
        synchronized (waiting) {
            long left = patienceNanos;
            while (waiting.isEmpty() && left > 0) {
                idle++;
                try {
                    TimeUnit.NANOSECONDS.timedWait(waiting, left);
                } catch (InterruptedException nobodysTask) {
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
