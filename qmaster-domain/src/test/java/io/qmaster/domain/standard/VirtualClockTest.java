package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.contract.TimekeeperContract;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class VirtualClockTest extends TimekeeperContract {
    private final VirtualClock clock = new VirtualClock();
    private final List<String> rung = new ArrayList<>();

    @Override
    protected Timekeeper time() {
        return clock;
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void alarm(long seconds, String name) {
        clock.schedule(
                s(seconds),
                () -> rung.add(
                        name + "@" + Duration.ofNanos(clock.elapsedNanos()).toSeconds()));
    }

    @Test
    void alarmsRingInTheOrderOfTheirTimeAndThenOfTheirMaking() {
        alarm(2, "c");
        alarm(1, "a");
        alarm(1, "b");

        clock.advance(s(5));

        assertThat(rung).containsExactly("a@1", "b@1", "c@2");
        assertThat(clock.now()).isEqualTo(VirtualClock.START.plusSeconds(5));
    }

    @Test
    void anAlarmBeyondTheTimeDoesNotRing() {
        alarm(6, "late");

        clock.advance(s(5));

        assertThat(rung).isEmpty();
    }

    @Test
    void aNegativeDelayIsNow() {
        clock.advance(s(3));
        alarm(-10, "now");

        clock.advance(Duration.ZERO);

        assertThat(rung).containsExactly("now@3");
    }

    @Test
    void anAlarmMayWaitAndOthersRingMeanwhile() {
        clock.schedule(s(1), () -> {
            try {
                clock.pause(s(10));
            } catch (InterruptedException unexpected) {
                throw new IllegalStateException(unexpected);
            }
            rung.add("outer");
        });
        alarm(5, "inner");

        clock.advance(s(2));

        assertThat(rung).containsExactly("inner@5", "outer");
    }

    @Test
    void anAlarmThatThrowsHarmsNoOther() {
        List<Throwable> uncaught = new ArrayList<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
        AssertionError fault = new AssertionError("of an alarm");
        clock.schedule(s(1), () -> {
            throw fault;
        });
        alarm(2, "other");

        clock.advance(s(5));
        Thread.currentThread().setUncaughtExceptionHandler(null);

        assertThat(rung).containsExactly("other@2");
        assertThat(uncaught).containsExactly(fault);
    }

    @Test
    void waitingMovesTimeToTheMomentAtWhichTheStageIsDone() throws Exception {
        CompletableFuture<String> done = new CompletableFuture<>();
        clock.schedule(s(7), () -> done.complete("done"));
        alarm(8, "later");

        assertThat(clock.await(done, Deadline.NEVER)).isTrue();

        assertThat(Duration.ofNanos(clock.elapsedNanos())).isEqualTo(s(7));
        assertThat(rung).isEmpty();
    }

    @Test
    void aTimeThatNoNumberCanCountIsOverAtOnceOrNever() {
        clock.advance(s(9));

        assertThat(Deadline.after(Duration.ofSeconds(Long.MIN_VALUE), clock))
                .isEqualTo(Deadline.after(Duration.ZERO, clock));
        assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), clock)).isEqualTo(Deadline.NEVER);
    }

    @Test
    void timeDoesNotPassWhileAnotherThreadWorksOrWaitsForAnEarlierMoment() throws Exception {
        CompletableFuture<String> done = new CompletableFuture<>();
        CompletableFuture<Void> known = new CompletableFuture<>();
        AtomicBoolean waits = new AtomicBoolean();
        Thread test = Thread.currentThread();
        CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> {
            try {
                clock.pause(s(1));
                known.complete(null);
                while (!waits.get() || test.getState() == Thread.State.RUNNABLE) {
                    Thread.onSpinWait();
                }
                clock.pause(s(2));
                clock.pause(s(3));
                done.complete("by the other thread");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        known.join();
        waits.set(true);

        assertThat(clock.await(done, Deadline.after(s(60), clock))).isTrue();

        assertThat(Duration.ofNanos(clock.elapsedNanos())).isEqualTo(s(6));
        worker.join();
    }

    @Test
    @Timeout(60)
    void waitsThatEndAtTheSameMomentAllEnd() throws Exception {
        List<String> happened = Collections.synchronizedList(new ArrayList<>());
        clock.schedule(s(1), () -> happened.add("alarm"));
        Thread other = new Thread(() -> {
            try {
                clock.pause(s(1));
                happened.add("other");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        other.start();
        while (other.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        clock.pause(s(1));

        other.join();
        assertThat(happened).containsExactly("alarm", "other");
    }

    @Test
    void anAdvanceLongerThanNumbersCountRunsAllAlarms() {
        List<String> happened = new ArrayList<>();
        clock.schedule(s(1), () -> happened.add("alarm"));

        clock.advance(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(happened).containsExactly("alarm");
    }

    @Test
    void waitingMovesTimeToTheDeadline() throws Exception {
        assertThat(clock.await(new CompletableFuture<>(), Deadline.after(s(9), clock)))
                .isFalse();

        assertThat(Duration.ofNanos(clock.elapsedNanos())).isEqualTo(s(9));
    }

    @Test
    void waitingForWhatCanNeverBeDoneSaysSo() {
        assertThatThrownBy(() -> clock.await(new CompletableFuture<>(), Deadline.NEVER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing is scheduled on virtual time, so this call would wait indefinitely");
    }

    @Test
    void anInterruptedThreadMovesNoTime() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> clock.pause(s(1))).isInstanceOf(InterruptedException.class);

        assertThat(clock.elapsedNanos()).isZero();
    }

    @Test
    void anInterruptFromAnAlarmEndsTheWait() {
        clock.schedule(s(1), Thread.currentThread()::interrupt);
        alarm(2, "later");

        assertThatThrownBy(() -> clock.await(new CompletableFuture<>(), Deadline.after(s(5), clock)))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("2026-01-01T00:00:01Z");

        assertThat(rung).isEmpty();
    }

    @Test
    void whatIsDoneAlreadyIsNotWaitedForWhileAnotherThreadMovesTime() throws Exception {
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        clock.schedule(s(1), () -> {
            Thread other = new Thread(() -> {
                try {
                    seen.complete(clock.await(CompletableFuture.completedFuture("done"), Deadline.NEVER));
                } catch (InterruptedException unexpected) {
                    seen.completeExceptionally(unexpected);
                }
            });
            other.setDaemon(true);
            other.start();
            seen.completeOnTimeout(false, 10, TimeUnit.SECONDS).join();
        });

        clock.advance(s(2));

        assertThat(seen.join()).isTrue();
    }
}
