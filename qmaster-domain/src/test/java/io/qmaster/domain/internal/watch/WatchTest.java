package io.qmaster.domain.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Progress;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.internal.PatchedBackend;
import io.qmaster.domain.internal.watch.Watch.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Watch watch = new Watch(Policy.DEFAULT, 0);

    private static long s(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static BatchStatus status(String words) {
        return BatchStatus.of(PatchedBackend.batch("B-1"), StatusText.ofQmaster(words), Instant.EPOCH);
    }

    private static BatchStatus status(String words, int percent) {
        return status(words).with(new Progress(OptionalInt.of(percent), Optional.empty(), Optional.empty()));
    }

    private Verdict missing(long seconds) {
        return watch.missing(s(seconds), PAUSE, false);
    }

    private Verdict lostAfterNinetySeconds() {
        missing(30);
        missing(60);
        missing(90);
        return missing(120);
    }

    @Test
    void theFirstSightIsAChange() {
        assertThat(watch.seen(status("Waiting"), 1)).isEqualTo(new Verdict.Changed(status("Waiting")));
        assertThat(watch.last()).contains(status("Waiting"));
    }

    @Test
    void theSameWordsAndPerCentAreNoChange() {
        watch.seen(status("Processing", 10), 1);

        assertThat(watch.seen(status("Processing", 10), 2)).isEqualTo(new Verdict.Same());
    }

    @Test
    void otherPerCentAreAChange() {
        watch.seen(status("Processing", 10), 1);

        assertThat(watch.seen(status("Processing", 11), 2)).isInstanceOf(Verdict.Changed.class);
    }

    @Test
    void threeAnswersOverNinetySecondsMakeALoss() {
        assertThat(lostAfterNinetySeconds()).isEqualTo(new Verdict.Lost(Duration.ofSeconds(90)));
    }

    @Test
    void twoAnswersAreTooFewHoweverFarApart() {
        Watch patient = new Watch(Policy.DEFAULT, 0);
        Duration rarely = Duration.ofMinutes(10);
        patient.missing(s(600), rarely, false);

        assertThat(patient.missing(s(1200), rarely, false)).isEqualTo(new Verdict.Same());
        assertThat(patient.missing(s(1800), rarely, false)).isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void manyAnswersAreTooFewBeforeNinetySeconds() {
        for (int second = 10; second < 100; second++) {
            assertThat(watch.missing(s(second), Duration.ofSeconds(1), false)).isEqualTo(new Verdict.Same());
        }
        assertThat(watch.missing(s(100), Duration.ofSeconds(1), false)).isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void aLossIsToldOnce() {
        lostAfterNinetySeconds();

        assertThat(missing(150)).isEqualTo(new Verdict.Same());
    }

    @Test
    void aQuestionThatFailedStartsTheCountAgain() {
        missing(30);
        missing(60);
        missing(90);
        watch.failed(s(100));

        assertThat(missing(120)).isEqualTo(new Verdict.Same());
        assertThat(missing(150)).isEqualTo(new Verdict.Same());
        assertThat(missing(180)).isEqualTo(new Verdict.Same());
        assertThat(missing(210)).isEqualTo(new Verdict.Lost(Duration.ofSeconds(90)));
    }

    @Test
    void aGapOfMoreThanTwoPollsStartsTheCountAgain() {
        missing(30);
        missing(60);
        missing(90);

        assertThat(missing(90 + 121)).isEqualTo(new Verdict.Same());
        assertThat(missing(241)).isEqualTo(new Verdict.Same());
    }

    @Test
    void aGapOfTwoPollsAndTheTimeOfAQuestionIsNone() {
        missing(30);
        missing(60);

        assertThat(missing(60 + 120)).isInstanceOf(Verdict.Lost.class);
    }

    @Test
    void aSightStartsTheCountAgain() {
        missing(30);
        missing(60);
        missing(90);
        watch.seen(status("Waiting"), s(100));

        assertThat(missing(120)).isEqualTo(new Verdict.Same());
        assertThat(watch.isListed()).isFalse();
    }

    @Test
    void afterAResetItTakesThreeTimesAsLong() {
        long second = 30;
        while (second - 30 < 270) {
            assertThat(watch.missing(s(second), PAUSE, true)).isEqualTo(new Verdict.Same());
            second += 30;
        }
        assertThat(watch.missing(s(second), PAUSE, true)).isEqualTo(new Verdict.Lost(Duration.ofSeconds(270)));
    }

    @Test
    void aLostBatchThatIsSeenIsFoundOnceEvenWithTheWordsOfBefore() {
        watch.seen(status("Waiting"), 0);
        lostAfterNinetySeconds();

        assertThat(watch.seen(status("Waiting"), s(130))).isEqualTo(new Verdict.Found(status("Waiting")));
        assertThat(watch.seen(status("Waiting"), s(140))).isEqualTo(new Verdict.Same());
        assertThat(watch.isListed()).isTrue();
    }

    @Test
    void aFailureIsConfirmedByASecondLook() {
        assertThat(watch.seen(status("Failed: no"), 1)).isEqualTo(new Verdict.PollAgain());
        assertThat(watch.seen(status("Failed: no"), 2)).isEqualTo(new Verdict.Ended(status("Failed: no")));
    }

    @Test
    void aFailureIsConfirmedByItsAbsence() {
        watch.seen(status("Failed: no"), 1);

        assertThat(missing(2)).isEqualTo(new Verdict.Ended(status("Failed: no")));
    }

    @Test
    void aFailureThatPassedMustBeConfirmedAgain() {
        watch.seen(status("Failed: no"), 1);
        watch.seen(status("Processing"), 2);

        assertThat(watch.seen(status("Failed: no"), 3)).isEqualTo(new Verdict.PollAgain());
    }

    @Test
    void otherEndsNeedNoSecondLook() {
        assertThat(watch.seen(status("Successful"), 1)).isInstanceOf(Verdict.Ended.class);
        assertThat(new Watch(Policy.DEFAULT, 0).seen(status("Canceled"), 1)).isInstanceOf(Verdict.Ended.class);
    }

    @Test
    void questionsThatFailForHalfAnHourAreGivenUpOnce() {
        assertThat(watch.failed(s(10))).isEqualTo(new Verdict.Same());
        assertThat(watch.failed(s(1809))).isEqualTo(new Verdict.Same());
        assertThat(watch.failed(s(1810))).isEqualTo(new Verdict.GaveUp(Duration.ofMinutes(30)));
        assertThat(watch.failed(s(1820))).isEqualTo(new Verdict.Same());
    }

    @Test
    void anyAnswerEndsTheTimeOfFailures() {
        watch.failed(s(10));
        missing(1000);

        assertThat(watch.failed(s(1810))).isEqualTo(new Verdict.Same());
    }

    @Test
    void aSightAfterGivingUpIsAFind() {
        watch.failed(s(10));
        watch.failed(s(1810));

        assertThat(watch.seen(status("Waiting"), s(1820))).isInstanceOf(Verdict.Found.class);
    }

    @Test
    void whatWasNeverSeenIsNotInSight() {
        assertThat(watch.isListed()).isFalse();
    }
}
