package io.qmaster.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests the contract of {@link Timekeeper}, on the wall clock or on virtual time. For authors of timekeepers: extend it
 * and create the timekeeper. Not thread-safe.
 */
@Timeout(60)
public abstract class TimekeeperContract {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration LATER = Duration.ofMillis(20);

    private final Thread.UncaughtExceptionHandler before =
            Thread.currentThread().getUncaughtExceptionHandler();

    /** For subclasses. */
    protected TimekeeperContract() {}

    /** The timekeeper to test; the same one during a test. */
    protected abstract Timekeeper time();

    @BeforeEach
    void expectFaults() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> {});
    }

    @AfterEach
    void expectNone() {
        Thread.currentThread().setUncaughtExceptionHandler(before);
    }

    @Test
    void elapsedTimeIsNeverNegativeAndNeverGoesBack() throws Exception {
        long begin = time().elapsedNanos();

        time().pause(SOON);

        assertThat(begin).isNotNegative();
        assertThat(time().elapsedNanos() - begin).isGreaterThanOrEqualTo(SOON.toNanos());
    }

    @Test
    void aTaskRunsAfterItsDelay() throws Exception {
        CompletableFuture<Long> run = new CompletableFuture<>();
        long begin = time().elapsedNanos();

        time().schedule(SOON, () -> run.complete(time().elapsedNanos()));

        assertThat(time().await(run, Deadline.NEVER)).isTrue();
        assertThat(run.join() - begin).isGreaterThanOrEqualTo(SOON.toNanos());
    }

    @Test
    void anAlarmThatWasCancelledDoesNotRing() throws Exception {
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        CompletableFuture<String> later = new CompletableFuture<>();
        time().schedule(LATER, () -> cancelled.complete("rung")).cancel();
        time().schedule(LATER.multipliedBy(2), () -> later.complete("rung"));

        time().await(later, Deadline.NEVER);

        assertThat(cancelled).isNotDone();
    }

    @Test
    void aTaskThatThrowsHarmsNoOther() throws Exception {
        CompletableFuture<String> other = new CompletableFuture<>();
        time().schedule(Duration.ZERO, () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> {});
            throw new IllegalStateException("of an alarm");
        });
        time().schedule(SOON, () -> other.complete("rung"));

        assertThat(time().await(other, Deadline.NEVER)).isTrue();
    }

    @Test
    void tasksOfAnExecutorRunInTheOrderInWhichTheyCame() throws Exception {
        List<Integer> ran = new CopyOnWriteArrayList<>();
        CompletableFuture<String> last = new CompletableFuture<>();
        Executor executor = time().executor(1);
        for (int task = 1; task <= 20; task++) {
            int number = task;
            executor.execute(() -> ran.add(number));
        }
        executor.execute(() -> last.complete("done"));

        time().await(last, Deadline.NEVER);

        assertThat(ran).isSorted().hasSize(20);
    }

    @Test
    void waitingEndsAtTheDeadline() throws Exception {
        assertThat(time().await(new CompletableFuture<>(), Deadline.after(SOON, time())))
                .isFalse();
        assertThat(time().await(new CompletableFuture<>(), Deadline.after(Duration.ofSeconds(-1), time())))
                .isFalse();
    }

    @Test
    void whatIsDoneInAnyWayIsNotWaitedFor() throws Exception {
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);

        assertThat(List.of(
                        time().await(CompletableFuture.completedFuture("x"), Deadline.after(Duration.ZERO, time())),
                        time().await(CompletableFuture.failedFuture(new IllegalStateException()), Deadline.NEVER),
                        time().await(CompletableFuture.completedStage("x"), Deadline.NEVER),
                        time().await(cancelled, Deadline.NEVER)))
                .containsOnly(true);
    }

    @Test
    void anInterruptedThreadDoesNotWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> time().pause(LATER)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aWaitThatTimesOutLeavesNothingOnTheStage() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();

        time().await(never, Deadline.after(SOON, time()));

        assertThat(never.getNumberOfDependents()).isZero();
    }
}
