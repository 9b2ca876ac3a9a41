package io.qmaster.domain.internal.watch;

import static io.qmaster.domain.internal.PatchedBackend.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.internal.watch.Stopwatches.Expiry;
import io.qmaster.domain.internal.watch.Stopwatches.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StopwatchesTest {
    private static final Duration STALL = Duration.ofMinutes(15);

    private final Stopwatches watches = new Stopwatches(0);

    private static long s(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private boolean seen(String words, long second) {
        return watches.seen(
                BatchStatus.of(batch("B-1"), StatusText.ofQmaster(words), Instant.EPOCH),
                OptionalLong.empty(),
                s(second));
    }

    private boolean seen(int percent, long second) {
        BatchStatus status = BatchStatus.of(batch("B-1"), StatusText.ofQmaster("Processing"), Instant.EPOCH)
                .with(new Progress(OptionalInt.of(percent), Optional.empty(), Optional.empty()));
        return watches.seen(status, OptionalLong.empty(), s(second));
    }

    private Optional<Expiry> next(WaitLimits limits) {
        return watches.next(limits, s(1000), STALL);
    }

    private static Optional<Expiry> at(Limit limit, long second) {
        return Optional.of(new Expiry(limit, s(second)));
    }

    @Test
    void onlyAnotherPhaseOrProgressMovesTheLimits() {
        assertThat(seen(10, 1)).isTrue();
        assertThat(seen(10, 2)).isFalse();
        assertThat(seen(11, 3)).isTrue();
        assertThat(seen("Hold", 4)).isTrue();
        assertThat(seen("Hold", 5)).isFalse();
    }

    @Test
    void whatIsNotInSightYetWaitsInTheQueue() {
        assertThat(next(WaitLimits.NONE.queue(Duration.ofSeconds(50)))).isEqualTo(at(Limit.QUEUE, 50));
    }

    @Test
    void theTimeOfRunningGoesOnWhereAHoldBrokeItOff() {
        WaitLimits limits = WaitLimits.NONE.run(Duration.ofSeconds(100));
        seen("Processing", 10);
        seen("Hold", 40);
        assertThat(next(limits)).isEmpty();

        seen("Processing", 500);

        assertThat(next(limits)).isEqualTo(at(Limit.RUN, 570));
    }

    @Test
    void theTimeOfAHoldStartsAgainWithEveryHold() {
        WaitLimits limits = WaitLimits.NONE.hold(Duration.ofSeconds(100));
        seen("Hold", 10);
        seen("Processing", 90);

        seen("Hold", 200);

        assertThat(next(limits)).isEqualTo(at(Limit.HOLD, 300));
    }

    @Test
    void ofSeveralLimitsTheOneThatRunsOutFirstCounts() {
        WaitLimits limits = WaitLimits.NONE
                .whole(Duration.ofSeconds(1000))
                .run(Duration.ofSeconds(300))
                .cancelWhenStalled();
        seen(10, 0);
        assertThat(next(limits)).isEqualTo(at(Limit.RUN, 300));

        assertThat(next(WaitLimits.NONE.whole(Duration.ofSeconds(1000)).cancelWhenStalled()))
                .isEqualTo(at(Limit.STALL, STALL.toSeconds()));
        seen(11, 200);
        assertThat(next(WaitLimits.NONE.whole(Duration.ofSeconds(1000)).cancelWhenStalled()))
                .isEqualTo(at(Limit.WHOLE, 1000));
    }

    @Test
    void aStallIsToldOnceUntilThereIsProgressAgain() {
        seen(10, 0);
        assertThat(watches.stalls(STALL, s(899))).isFalse();
        assertThat(watches.stalls(STALL, s(900))).isTrue();
        assertThat(watches.withoutProgress(s(900))).isEqualTo(STALL);
        assertThat(watches.stalls(STALL, s(930))).isFalse();

        seen(11, 1000);

        assertThat(watches.stalls(STALL, s(1001))).isFalse();
        assertThat(watches.withoutProgress(s(1001))).isEqualTo(Duration.ofSeconds(1));
        assertThat(watches.stalls(STALL, s(1900))).isTrue();
    }

    @Test
    void whatWaitsOrIsOnHoldDoesNotStall() {
        seen("Waiting", 0);
        assertThat(watches.stalls(STALL, s(10_000))).isFalse();
        seen("Hold", 10_000);
        assertThat(watches.stalls(STALL, s(20_000))).isFalse();
    }
}
