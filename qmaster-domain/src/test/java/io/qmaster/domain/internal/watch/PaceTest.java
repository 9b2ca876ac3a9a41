package io.qmaster.domain.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(Policy.DEFAULT);

    @Test
    void pausesGrowByHalfUntilTheLimit() {
        List<Long> pauses = new ArrayList<>();
        for (int at = 0; at < 11; at++) {
            pauses.add(pace.pause().toMillis());
            pace.slowDown();
        }

        assertThat(pauses)
                .containsExactly(1000L, 1500L, 2250L, 3375L, 5062L, 7593L, 11390L, 17085L, 25628L, 30000L, 30000L);
    }

    @Test
    void aNewBatchBringsTheShortestPauseBack() {
        pace.slowDown();
        pace.reset();

        assertThat(pace.pause()).isEqualTo(Duration.ofSeconds(1));
    }
}
