package io.qmaster.domain.standard;

import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The time of this machine.
 *
 * <p>Alarms run on at most {@value #ALARMS} daemon threads, and every {@linkplain #executor executor} has its own. They
 * start on demand and end when they are idle, so that there is nothing to close. A task that blocks keeps its thread,
 * and delays others only if all are blocked. If the system refuses to start a thread, a running thread takes the task.
 * Exceptions of tasks go to the thread's handler of uncaught exceptions.
 *
 * <p>{@link #elapsedNanos()} does not count the time that a Mac sleeps. For library consumers and authors of backends.
 * Thread-safe.
 */
public final class WallClock implements Timekeeper {
    /** The maximum number of concurrent alarms: 12. */
    public static final int ALARMS = 12;

    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(1);

    private final long origin = System.nanoTime();
    private final ThreadStarter threads;
    private final DelayedTasks scheduler;
    private final Executor alarms;

    /** Creates a clock; its threads start on demand. */
    public WallClock() {
        this(Thread::new);
    }

    /** The same with another source of threads. */
    WallClock(ThreadStarter threads) {
        this.threads = threads;
        scheduler = new DelayedTasks(named("qmaster-clock"));
        alarms = new DaemonPool(named("qmaster-alarm"), ALARMS, Runnable::run);
    }

    /** Creates a thread with a name. */
    interface ThreadStarter {
        Thread thread(Runnable task, String name);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long elapsedNanos() {
        return System.nanoTime() - origin;
    }

    @Override
    public Alarm schedule(Duration delay, Runnable task) {
        CancellableTask cancellable = new CancellableTask(task);
        DelayedTasks.Entry entry = scheduler.schedule(saturatedNanos(delay), () -> alarms.execute(cancellable));
        return () -> {
            scheduler.cancel(entry);
            cancellable.cancel();
        };
    }

    /** An executor with its own daemon threads, which end a second after the last task. */
    @Override
    public Executor executor(int atOnce) {
        // The caller may hold locks that a task needs: if no thread can be started, the scheduler's thread runs the
        // task.
        return new DaemonPool(named("qmaster-callback"), atOnce, task -> scheduler.schedule(0, task));
    }

    @Override
    public boolean await(CompletionStage<?> done, Deadline deadline) throws InterruptedException {
        CompletableFuture<?> ended = done.toCompletableFuture();
        while (true) {
            long left = deadline.remaining(this).toNanos();
            try {
                // Unlike a dependent stage, this leaves nothing on the stage, which may be waited for thousands of
                // times.
                ended.get(Math.min(left, BETWEEN_STARTS.toNanos()), TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException | CancellationException alsoDone) {
                return true;
            } catch (TimeoutException notYet) {
                if (left <= BETWEEN_STARTS.toNanos()) {
                    return false;
                }
                scheduler.ensureRunning();
            }
        }
    }

    private static long saturatedNanos(Duration delay) {
        try {
            return Math.max(0, delay.toNanos());
        } catch (ArithmeticException overflow) {
            return Long.MAX_VALUE;
        }
    }

    private ThreadFactory named(String name) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = threads.thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A task that can be cancelled before it runs and interrupted while it runs. */
    private static final class CancellableTask implements Runnable {
        private final Runnable task;
        private @Nullable Thread runner;
        private boolean cancelled;

        CancellableTask(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (cancelled) {
                    return;
                }
                runner = Thread.currentThread();
            }
            try {
                task.run();
            } catch (RuntimeException | Error thrown) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            } finally {
                synchronized (this) {
                    runner = null;
                }
                // A late interrupt must not hit the next task of this thread.
                Thread.interrupted();
            }
        }

        synchronized void cancel() {
            cancelled = true;
            if (runner != null && runner != Thread.currentThread()) {
                runner.interrupt();
            }
        }
    }
}
