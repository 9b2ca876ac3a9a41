package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {
    private static Arguments time(
            String name, BiFunction<Policy, Duration, Policy> change, Function<Policy, Duration> part) {
        return arguments(name, change, part);
    }

    static Stream<Arguments> times() {
        return Stream.of(
                time("submissionTimeout", Policy::submissionTimeout, Policy::submissionTimeout),
                time("settleWindow", Policy::settleWindow, Policy::settleWindow),
                time("statusTimeout", Policy::statusTimeout, Policy::statusTimeout),
                time("controlTimeout", Policy::controlTimeout, Policy::controlTimeout),
                time(
                        "retryDelays",
                        (policy, time) -> policy.retryDelays(List.of(time)),
                        policy -> policy.retryDelays().get(0)),
                time("first poll", Policy::pollEvery, Policy::firstPoll),
                time("slowest poll", Policy::pollEvery, Policy::slowestPoll),
                time("lostAfter", Policy::lostAfter, Policy::lostAfter),
                time("statusPatience", Policy::statusPatience, Policy::statusPatience),
                time("stallAfter", Policy::stallAfter, Policy::stallAfter),
                time("outputGrace", Policy::outputGrace, Policy::outputGrace),
                time("sourceStableFor", Policy::sourceStableFor, Policy::sourceStableFor));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("times")
    void everyTimeCanBeChangedUpToTenYears(
            String name, BiFunction<Policy, Duration, Policy> change, Function<Policy, Duration> part) {
        for (Duration time : new Duration[] {Duration.ofNanos(1), Duration.ofHours(7), Policy.LONGEST}) {
            assertThat(part.apply(change.apply(Policy.DEFAULT, time))).isEqualTo(time);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("times")
    void noTimeIsNothingOrLongerThanTenYears(
            String name, BiFunction<Policy, Duration, Policy> change, Function<Policy, Duration> part) {
        for (Duration time : new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Policy.LONGEST.plusNanos(1)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> change.apply(Policy.DEFAULT, time));
        }
    }

    @Test
    void limitsThatCancelNeedAnEngineThatCan() {
        Duration minute = Duration.ofMinutes(1);

        assertThat(WaitLimits.NONE.mayCancel()).isFalse();
        assertThat(WaitLimits.NONE.whole(minute).mayCancel()).isTrue();
        assertThat(WaitLimits.NONE.queue(minute).mayCancel()).isTrue();
        assertThat(WaitLimits.NONE.run(minute).mayCancel()).isTrue();
        assertThat(WaitLimits.NONE.hold(minute).mayCancel()).isTrue();
        assertThat(WaitLimits.NONE.hold(minute).leaveOnTimeout().mayCancel()).isFalse();
        assertThat(WaitLimits.NONE.leaveOnTimeout().cancelWhenStalled().mayCancel())
                .isTrue();
    }

    @Test
    void noLimitIsNothingOrLongerThanTenYears() {
        assertThat(WaitLimits.NONE.whole(Policy.LONGEST).whole()).contains(Policy.LONGEST);
        for (Duration time : new Duration[] {Duration.ZERO, Policy.LONGEST.plusNanos(1)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> WaitLimits.NONE.whole(time));
            assertThatIllegalArgumentException().isThrownBy(() -> WaitLimits.NONE.queue(time));
            assertThatIllegalArgumentException().isThrownBy(() -> WaitLimits.NONE.run(time));
            assertThatIllegalArgumentException().isThrownBy(() -> WaitLimits.NONE.hold(time));
        }
    }

    @Test
    void aTimecodeOfTheSameSecondIsLaterByItsFrames() {
        Optional<Timecode> early = Optional.of(Timecode.parse("00:00:10;05"));
        Optional<Timecode> late = Optional.of(Timecode.parse("00:00:10;06"));

        assertThat(part(early, late).out()).isEqualTo(late);
        assertThatIllegalArgumentException().isThrownBy(() -> part(late, early));
    }

    private static JobOptions part(Optional<Timecode> in, Optional<Timecode> out) {
        return new JobOptions(
                in, out, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
