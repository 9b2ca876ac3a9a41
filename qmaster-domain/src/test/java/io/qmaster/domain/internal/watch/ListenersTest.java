package io.qmaster.domain.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.Subscription;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Callbacks;
import io.qmaster.domain.internal.Listening;
import io.qmaster.domain.internal.PatchedBackend;
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
    private final BatchLog log = new BatchLog(clock, "B-1");
    private final Callbacks callbacks = new Callbacks(clock, Optional.empty());
    private final Listeners listeners = new Listeners(callbacks, log);
    private final List<String> heard = new ArrayList<>();

    private static BatchEvent event(long sequence) {
        return new BatchEvent.Lost(
                new BatchEvent.Head(
                        Optional.empty(), Optional.of(PatchedBackend.batch("B-1")), sequence, Instant.EPOCH, Map.of()),
                Duration.ofSeconds(90));
    }

    private Subscription add(Consumer<BatchEvent> consumer) {
        return listeners.add(consumer);
    }

    private static BatchEvent progress(long sequence) {
        return new BatchEvent.Changed(
                event(sequence).head(),
                BatchStatus.of(PatchedBackend.batch("B-1"), StatusText.ofQmaster("Processing"), Instant.EPOCH));
    }

    private void tellAll(long... sequences) {
        for (long sequence : sequences) {
            listeners.publish(event(sequence));
        }
        clock.advance(Duration.ZERO);
    }

    @Test
    void everyListenerHearsEveryEventInOrder() {
        add(event -> heard.add("a" + event.head().sequence()));
        add(event -> heard.add("b" + event.head().sequence()));

        tellAll(1, 2);

        assertThat(heard).containsExactlyInAnyOrder("a1", "a2", "b1", "b2");
        assertThat(heard).containsSubsequence("a1", "a2").containsSubsequence("b1", "b2");
    }

    @Test
    void aListenerThatComesLateHearsWhatComesLater() {
        tellAll(1);
        add(event -> heard.add("late" + event.head().sequence()));

        tellAll(2);

        assertThat(heard).containsExactly("late2");
    }

    @Test
    void aListenerOfAllBatchesHearsUntilItsSubscriptionIsCancelled() {
        tellAll(1);
        Subscription subscription = callbacks.add(
                Listening.listener(event -> heard.add("all" + event.head().sequence())));
        tellAll(2);

        subscription.cancel();
        tellAll(3);

        assertThat(heard).containsExactly("all2");
    }

    @Test
    void aListenerThatWasStoppedDoesNotHearWhatWasOnItsWay() {
        List<Subscription> second = new ArrayList<>();
        add(event -> second.get(0).cancel());
        second.add(add(event -> heard.add("second")));

        tellAll(1);

        assertThat(heard).isEmpty();
    }

    @Test
    void ofTwoListenersThatAreOneConsumerOnlyTheOneThatIsMeantIsStopped() {
        Consumer<BatchEvent> consumer = event -> heard.add("heard");
        add(consumer).cancel();
        add(consumer);

        tellAll(1);

        assertThat(heard).containsExactly("heard");
    }

    @Test
    void aListenerThatThrowsIsInTheStoryAndHearsOn() {
        add(event -> {
            heard.add("thrown" + event.head().sequence());
            throw new IllegalStateException("bad day");
        });

        tellAll(1, 2);

        assertThat(heard).containsExactly("thrown1", "thrown2");
        assertThat(log.entries(LogLevel.WARNING))
                .extracting(LogEntry::message)
                .first()
                .isEqualTo("a listener failed at the event \"lost\": bad day");
    }

    @Test
    void progressIsDroppedForAListenerThatIsTooSlowAndTheLogSaysSo() {
        add(event -> heard.add(event.getClass().getSimpleName() + event.head().sequence()));

        listeners.publish(event(1));
        for (int sequence = 2; sequence <= 1000; sequence++) {
            listeners.publish(progress(sequence));
        }
        listeners.publish(event(1001));
        clock.advance(Duration.ZERO);

        assertThat(heard).hasSize(Listeners.LONGEST).startsWith("Lost1").endsWith("Changed1000", "Lost1001");
        assertThat(log.entries(LogLevel.WARNING))
                .extracting(LogEntry::message)
                .containsExactly(
                        "a listener is too slow: progress events are dropped until it has caught up",
                        "901 events were dropped because a listener was too slow");
    }

    @Test
    void anEndIsToldHoweverManyOtherEventsWait() {
        add(event -> heard.add(event.getClass().getSimpleName()));
        BatchStatus cancelled =
                BatchStatus.of(PatchedBackend.batch("B-1"), StatusText.ofQmaster("Cancelled"), Instant.EPOCH);

        listeners.publish(new BatchEvent.Ended(
                event(1).head(), new BatchResult(cancelled, List.of(), false, Optional.empty(), Duration.ZERO)));
        for (int sequence = 2; sequence <= 1000; sequence++) {
            listeners.publish(event(sequence));
        }
        clock.advance(Duration.ZERO);

        assertThat(heard).hasSize(Listeners.LONGEST).startsWith("Ended");
    }
}
