package io.qmaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations as users write them. */
class DurationsTest {
    @ParameterizedTest
    @CsvSource({"90s,PT1M30S", "10m,PT10M", "2h,PT2H", "1h30m,PT1H30M", "1d,PT24H", "PT90S,PT90S", "pt0.5s,PT0.5S"})
    void areRead(String text, Duration time) {
        assertThat(Durations.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "90", "soon", "1m1h", "-5s", "0s", "PT0S", "1.5h", "99999999999s"})
    void areRefusedIfTheyAreNone(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be");
    }

    @Test
    void areToldInTheSameManner() {
        assertThat(Durations.words(Duration.ofMinutes(90))).isEqualTo("1h30m");
        assertThat(Durations.words(Duration.ofSeconds(90))).isEqualTo("1m30s");
        assertThat(Durations.words(Duration.ofMillis(3))).isEqualTo("0s");
    }
}
