package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.contract.TimekeeperContract;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WallClockTest extends TimekeeperContract {
    private static final Duration SOON = Duration.ofMillis(1);

    private final WallClock clock = new WallClock();

    @Override
    protected Timekeeper time() {
        return clock;
    }

    @Test
    void anAlarmRingsOnADaemonThreadOfTheClock() throws Exception {
        CompletableFuture<Thread> ringer = new CompletableFuture<>();
        clock.schedule(SOON, () -> ringer.complete(Thread.currentThread()));

        assertThat(clock.await(ringer, Deadline.NEVER)).isTrue();

        assertThat(ringer.join().isDaemon()).isTrue();
        assertThat(ringer.join().getName()).startsWith("qmaster-alarm-");
    }

    @Test
    void aTaskThatBlocksDelaysNoOther() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CompletableFuture<String> other = new CompletableFuture<>();
        Alarm blocking = clock.schedule(Duration.ZERO, () -> {
            blocked.countDown();
            block();
        });
        blocked.await();

        clock.schedule(Duration.ZERO, () -> other.complete("rung"));

        assertThat(other.get()).isEqualTo("rung");
        blocking.cancel();
    }

    private static void block() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void cancellingInterruptsATaskThatRuns() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> end = new CompletableFuture<>();
        Alarm alarm = clock.schedule(Duration.ZERO, () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                end.complete("interrupted");
            }
        });
        begun.await();

        alarm.cancel();

        assertThat(end.get()).isEqualTo("interrupted");
    }

    @Test
    void aTaskThatCancelsItselfIsNotInterrupted() throws Exception {
        CompletableFuture<Alarm> itself = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        itself.complete(clock.schedule(Duration.ZERO, () -> {
            itself.join().cancel();
            interrupted.complete(Thread.currentThread().isInterrupted());
        }));

        assertThat(interrupted.get()).isFalse();
    }

    @Test
    void aTaskThatThrowsIsToldToItsThreadAndHarmsNoOther() throws Exception {
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        IllegalStateException fault = new IllegalStateException("of an alarm");
        clock.schedule(Duration.ZERO, () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.complete(thrown));
            throw fault;
        });
        assertThat(uncaught.get()).isSameAs(fault);

        CompletableFuture<String> other = new CompletableFuture<>();
        clock.schedule(SOON, () -> other.complete("rung"));

        assertThat(other.get()).isEqualTo("rung");
    }

    @Test
    void threadsLeaveWhenNothingIsToBeDone() throws Exception {
        CompletableFuture<Thread> ringer = new CompletableFuture<>();
        clock.schedule(Duration.ZERO, () -> ringer.complete(Thread.currentThread()));

        ringer.get().join();

        assertThat(ringer.join().isAlive()).isFalse();
    }

    @Test
    void aDelayBeyondCountingNeverRings() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<String> soon = new CompletableFuture<>();
        clock.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> never.complete("rung"));
        clock.schedule(Duration.ofSeconds(-5), () -> soon.complete("rung"));

        soon.get();

        assertThat(never).isNotDone();
    }

    @Test
    void elapsedTimeIsNeverNegative() {
        assertThat(new WallClock().elapsedNanos()).isNotNegative();
        assertThat(clock.now()).isAfter(VirtualClock.START.minusSeconds(86_400L * 365 * 10));
    }

    /** A thread that the system refuses to start, as the JVM reports it. */
    private static Thread unstartable(Runnable task, String name) {
        return new Thread(task, name) {
            @Override
            public synchronized void start() {
                throw new OutOfMemoryError("unable to create native thread");
            }
        };
    }

    @Test
    void anAlarmWhoseThreadCannotBeStartedIsRunByTheThreadOfTheClock() {
        WallClock poor = new WallClock(
                (task, name) -> name.startsWith("qmaster-alarm") ? unstartable(task, name) : new Thread(task, name));
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> second = new CompletableFuture<>();

        poor.schedule(Duration.ZERO, () -> first.complete(Thread.currentThread().getName()));
        poor.schedule(SOON, () -> second.complete(Thread.currentThread().getName()));

        assertThat(first.join()).startsWith("qmaster-clock-");
        assertThat(second.join()).startsWith("qmaster-clock-");
    }

    @Test
    void aCallbackWhoseThreadCannotBeStartedIsRunButNotByWhoeverExecutesIt() {
        WallClock poor = new WallClock(
                (task, name) -> name.startsWith("qmaster-callback") ? unstartable(task, name) : new Thread(task, name));
        CompletableFuture<String> runner = new CompletableFuture<>();

        poor.executor(2).execute(() -> runner.complete(Thread.currentThread().getName()));

        assertThat(runner.join()).startsWith("qmaster-clock-");
    }

    @Test
    void aTaskWhoseThreadCannotBeStartedIsRunByOneThatRuns() {
        List<String> started = new CopyOnWriteArrayList<>();
        WallClock poor = new WallClock((task, name) -> {
            started.add(name);
            return name.endsWith("-2") ? unstartable(task, name) : new Thread(task, name);
        });
        Executor executor = poor.executor(2);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<String> runner = new CompletableFuture<>();
        executor.execute(() -> awaitUninterrupted(goOn));

        executor.execute(() -> runner.complete(Thread.currentThread().getName()));
        goOn.countDown();

        assertThat(runner.join()).isEqualTo("qmaster-callback-1");
        assertThat(started).contains("qmaster-callback-2");
    }

    @Test
    void aClockWhoseOwnThreadCannotBeStartedTriesAgainWhileSomebodyWaits() throws Exception {
        AtomicInteger refusals = new AtomicInteger(2);
        WallClock poor = new WallClock(
                (task, name) -> refusals.getAndDecrement() > 0 ? unstartable(task, name) : new Thread(task, name));
        CompletableFuture<String> rung = new CompletableFuture<>();

        poor.schedule(Duration.ZERO, () -> rung.complete("rung"));

        assertThat(poor.await(rung, Deadline.after(Duration.ofSeconds(20), poor)))
                .isTrue();
    }

    @Test
    void threadsAreBoundedHoweverManyTasksBlock() {
        CountDownLatch goOn = new CountDownLatch(1);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Executor executor = clock.executor(3);
        List<CompletableFuture<Void>> done = IntStream.range(0, 500)
                .mapToObj(task -> {
                    CompletableFuture<Void> alarm = new CompletableFuture<>();
                    CompletableFuture<Void> callback = new CompletableFuture<>();
                    clock.schedule(Duration.ZERO, () -> blockThenComplete(goOn, threads, alarm));
                    executor.execute(() -> blockThenComplete(goOn, threads, callback));
                    return CompletableFuture.allOf(alarm, callback);
                })
                .toList();

        goOn.countDown();
        done.forEach(CompletableFuture::join);

        assertThat(threads).hasSizeLessThanOrEqualTo(WallClock.ALARMS + 3);
    }

    private static void blockThenComplete(CountDownLatch goOn, Set<String> threads, CompletableFuture<Void> done) {
        threads.add(Thread.currentThread().getName());
        awaitUninterrupted(goOn);
        done.complete(null);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
