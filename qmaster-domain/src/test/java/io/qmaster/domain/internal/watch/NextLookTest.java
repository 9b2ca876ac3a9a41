package io.qmaster.domain.internal.watch;

import static io.qmaster.domain.internal.PatchedBackend.batch;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.internal.PatchedBackend;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a batch is polled next, if its lane would pause for half a minute. */
class NextLookTest {
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final ScriptedBackend script = new ScriptedBackend();
    private final WatchedBatch watched = new PatchedBackend(script, script).foreign(batch("B-1"));

    private void shows(String words, Optional<Duration> remaining) {
        watched.seen(BatchStatus.of(
                        batch("B-1"),
                        StatusText.ofQmaster(words),
                        script.clock().now())
                .with(new Progress(OptionalInt.empty(), Optional.empty(), remaining)));
    }

    @Test
    void aBatchThatWasNotSeenYetWaitsForItsLane() {
        assertThat(watched.nextPoll(PAUSE, SHORTEST)).isEqualTo(PAUSE);
    }

    @Test
    void aBatchOfWhichTheEngineForeseesNoEndWaitsForItsLane() {
        shows("Processing", Optional.empty());

        assertThat(watched.nextPoll(PAUSE, SHORTEST)).isEqualTo(PAUSE);
    }

    @ParameterizedTest
    @CsvSource({"60, 30", "30, 30", "7, 7", "1, 1", "0, 5"})
    void aBatchIsLookedAtWhenItShouldBeDone(long remaining, long wait) {
        shows("Processing", Optional.of(Duration.ofSeconds(remaining)));

        assertThat(watched.nextPoll(PAUSE, SHORTEST)).isEqualTo(Duration.ofSeconds(wait));
    }

    @Test
    void aFailureIsLookedAtAgainAtOnce() {
        shows("Failed: no", Optional.empty());

        assertThat(watched.nextPoll(PAUSE, SHORTEST)).isEqualTo(SHORTEST);
    }
}
