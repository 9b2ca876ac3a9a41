package io.qmaster.domain.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UninterruptedTest {
    @AfterEach
    void leaveTheThreadAsItWas() {
        Thread.interrupted();
    }

    @Test
    void aCallThatIsInterruptedInTheMiddleIsMadeAgainAndTheInterruptIsNotForgotten() throws Exception {
        AtomicInteger calls = new AtomicInteger();

        String answer = Uninterrupted.call(() -> {
            if (calls.incrementAndGet() == 1) {
                Thread.currentThread().interrupt();
                throw new ClosedByInterruptException();
            }
            return "done";
        });

        assertThat(answer).isEqualTo("done");
        assertThat(calls).hasValue(2);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void aThreadThatWasNotInterruptedIsNotInterruptedAfterwards() throws Exception {
        Uninterrupted.call(() -> "done");

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
