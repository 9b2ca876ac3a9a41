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
 * The time of this machine. Thread-safe.
 *
 * <p>Alarms run on at most {@value #ALARMS} daemon threads, and every {@linkplain #executor executor} on its own. They start
 * when they are needed and end a second after, so that there is nothing to close. A task that blocks keeps its thread, and
 * delays others only when all are blocked. A task whose thread the system refuses to start is run by one of the threads
 * there are. Exceptions that tasks throw go to their thread's handler of uncaught exceptions.
 *
 * <p>{@link #elapsedNanos()} does not count the time that a Mac sleeps.
 */
public final class WallClock implements Timekeeper {
    /** How many alarms run at once: 12. */
    public static final int ALARMS = 12;

    private static final Duration BETWEEN_STARTS = Duration.ofSeconds(1);

    private final long origin = System.nanoTime();
    private final ThreadStarter threads;
    private final Bell bell;
    private final Executor alarms;

    /** A clock with threads of its own, none of which runs yet. */
    public WallClock() {
        this(Thread::new);
    }

    /** The same, with other threads. */
    WallClock(ThreadStarter threads) {
        this.threads = threads;
        bell = new Bell(named("qmaster-clock"));
        alarms = new Crew(named("qmaster-alarm"), ALARMS, Runnable::run);
    }

    /** Makes a thread of a name. */
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
        Ringing ringing = new Ringing(task);
        Bell.Entry entry = bell.ring(saturatedNanos(delay), () -> alarms.execute(ringing));
        return () -> {
            bell.cancel(entry);
            ringing.cancel();
        };
    }

    /** An executor with daemon threads of its own, which end a second after the last task. */
    @Override
    public Executor executor(int atOnce) {
        // Whoever executes may hold locks that a task wants: without a thread of its own, the bell's runs it.
        return new Crew(named("qmaster-callback"), atOnce, task -> bell.ring(0, task));
    }

    @Override
    public boolean await(CompletionStage<?> done, Deadline deadline) throws InterruptedException {
        CompletableFuture<?> ended = done.toCompletableFuture();
        while (true) {
            long left = deadline.equals(Deadline.NEVER)
                    ? Long.MAX_VALUE
                    : deadline.remaining(this).toNanos();
            try {
                // Unlike a dependent stage, this leaves nothing behind on what may be waited for a thousand times.
                ended.get(Math.min(left, BETWEEN_STARTS.toNanos()), TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException | CancellationException alsoDone) {
                return true;
            } catch (TimeoutException notYet) {
                if (left <= BETWEEN_STARTS.toNanos()) {
                    return false;
                }
                bell.ensureRunning();
            }
        }
    }

    private static long saturatedNanos(Duration delay) {
        try {
            return Math.max(0, delay.toNanos());
        } catch (ArithmeticException beyondCounting) {
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

    /** A task that can be kept from running, and interrupted while it runs. */
    private static final class Ringing implements Runnable {
        private final Runnable task;
        private @Nullable Thread runner;
        private boolean cancelled;

        Ringing(Runnable task) {
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
                // An interrupt that came too late must not hit the next task of this thread.
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
