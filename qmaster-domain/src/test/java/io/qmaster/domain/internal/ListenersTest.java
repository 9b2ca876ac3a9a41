package io.qmaster.domain.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.standard.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final VirtualClock clock = new VirtualClock();
    private final BatchLog log = new BatchLog(clock);
    private final Listeners listeners = new Listeners(clock, log);
    private final List<String> heard = new ArrayList<>();

    private static BatchEvent event(long sequence) {
        return new BatchEvent.Lost(
                new BatchEvent.Head(Optional.empty(), PatchedBackend.batch("B-1"), sequence, Instant.EPOCH, Map.of()),
                Duration.ofSeconds(90));
    }

    private void tellAll(long... sequences) {
        for (long sequence : sequences) {
            listeners.tell(event(sequence));
        }
        clock.advance(Duration.ZERO);
    }

    @Test
    void everyListenerHearsEveryEventInOrder() {
        listeners.add(event -> heard.add("a" + event.head().sequence()));
        listeners.add(event -> heard.add("b" + event.head().sequence()));

        tellAll(1, 2);

        assertThat(heard).containsExactlyInAnyOrder("a1", "a2", "b1", "b2");
        assertThat(heard).containsSubsequence("a1", "a2").containsSubsequence("b1", "b2");
    }

    @Test
    void aListenerThatComesLateHearsWhatComesLater() {
        tellAll(1);
        listeners.add(event -> heard.add("late" + event.head().sequence()));

        tellAll(2);

        assertThat(heard).containsExactly("late2");
    }

    @Test
    void aListenerThatWasStoppedDoesNotHearWhatWasOnItsWay() {
        List<Alarm> second = new ArrayList<>();
        listeners.add(event -> second.get(0).cancel());
        second.add(listeners.add(event -> heard.add("second")));

        tellAll(1);

        assertThat(heard).isEmpty();
    }

    @Test
    void ofTwoListenersThatAreOneConsumerOnlyTheOneThatIsMeantIsStopped() {
        Consumer<BatchEvent> consumer = event -> heard.add("heard");
        listeners.add(consumer).cancel();
        listeners.add(consumer);

        tellAll(1);

        assertThat(heard).containsExactly("heard");
    }

    @Test
    void aListenerThatThrowsIsInTheStoryAndHearsOn() {
        listeners.add(event -> {
            heard.add("thrown" + event.head().sequence());
            throw new IllegalStateException("bad day");
        });

        tellAll(1, 2);

        assertThat(heard).containsExactly("thrown1", "thrown2");
        assertThat(log.entries(LogLevel.WARNING))
                .extracting(LogEntry::message)
                .first()
                .isEqualTo("a listener threw java.lang.IllegalStateException: bad day at Lost");
    }
}
