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
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The time of this machine. Safe for threads.
 *
 * <p>Alarms run on daemon threads of its own, which come when they are needed and leave a second after, so that there is
 * nothing to close. A task that blocks keeps its thread and delays no other. Tasks that throw are told to their thread's
 * handler of uncaught exceptions.
 *
 * <p>{@link #elapsedNanos()} does not count the time that a Mac sleeps.
 */
public final class WallClock implements Timekeeper {
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final long origin = System.nanoTime();
    private final ScheduledThreadPoolExecutor bell;
    private final Executor hands;

    /** A clock with threads of its own, none of which runs yet. */
    public WallClock() {
        bell = new ScheduledThreadPoolExecutor(1, named("qmaster-clock"));
        bell.setKeepAliveTime(IDLE.toNanos(), TimeUnit.NANOSECONDS);
        bell.allowCoreThreadTimeOut(true);
        bell.setRemoveOnCancelPolicy(true);
        hands = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE.toNanos(),
                TimeUnit.NANOSECONDS,
                new SynchronousQueue<>(),
                named("qmaster-alarm"));
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
        Future<?> bellRope = bell.schedule(() -> hands.execute(ringing), saturatedNanos(delay), TimeUnit.NANOSECONDS);
        return () -> {
            bellRope.cancel(false);
            ringing.cancel();
        };
    }

    @Override
    public boolean await(CompletionStage<?> done, Deadline deadline) throws InterruptedException {
        CompletableFuture<?> ended = done.toCompletableFuture();
        try {
            // Unlike a dependent stage, this leaves nothing behind on what may be waited for a thousand times.
            if (deadline.equals(Deadline.NEVER)) {
                ended.get();
            } else {
                ended.get(deadline.remaining(this).toNanos(), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (ExecutionException | CancellationException alsoDone) {
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private static long saturatedNanos(Duration delay) {
        try {
            return Math.max(0, delay.toNanos());
        } catch (ArithmeticException beyondCounting) {
            return Long.MAX_VALUE;
        }
    }

    private static ThreadFactory named(String name) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
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
