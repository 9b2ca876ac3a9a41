package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The events of listeners of all batches besides the progress of a batch. */
class EventsTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final List<BatchEvent> events = new ArrayList<>();

    EventsTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private static Duration s(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private List<String> names() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    @Test
    void aRefusedSubmissionIsAnEventWithItsFailure() {
        backend.attempt(new SubmissionOutcome.Refused(RefusalKind.OTHER, "no licence", OptionalInt.of(1), false));
        Qmaster qmaster = Qmaster.builder(backend).onEvent(events::add).build();
        BatchRequest request = bench.request().label("reel", "7").build();

        SubmissionException thrown = catchThrowableOfType(SubmissionException.class, () -> qmaster.submit(request));
        backend.clock().advance(s(1));

        assertThat(events).singleElement().isInstanceOfSatisfying(BatchEvent.Refused.class, refused -> {
            assertThat(refused.request()).isEqualTo(request);
            assertThat(refused.failure().message()).isEqualTo(thrown.getMessage());
            assertThat(refused.head().submissionId()).isEqualTo(thrown.submissionId());
            assertThat(refused.head().batch()).isEmpty();
            assertThat(refused.head().labels()).containsEntry("reel", "7");
        });
    }

    @Test
    void aRequestWithAnInvalidFileIsAnEventToo() {
        Qmaster qmaster = Qmaster.builder(backend).onEvent(events::add).build();

        assertThatThrownBy(() -> qmaster.submit(
                        bench.request().sourceFile(bench.output("missing.mov")).build()))
                .isInstanceOf(SourceFileException.class);
        backend.clock().advance(s(1));

        assertThat(names()).containsExactly("Refused");
    }

    @Test
    void aQueryThatFailsIsAnEventOfEveryBatchThatItWasFor() {
        backend.deaf(s(0), s(10)).batch(BATCH).shows(s(0), "Processing");
        Qmaster qmaster = Qmaster.builder(backend).onEvent(events::add).build();
        qmaster.attach(BATCH);

        backend.clock().advance(s(60));

        assertThat(names()).startsWith("StatusUnread").endsWith("Changed");
        assertThat(((BatchEvent.StatusUnread) events.get(0)).reason()).isEqualTo("the script keeps silent");
    }

    @Test
    void aJournalThatCannotBeWrittenIsAnEventWhileTheBatchGoesOn() throws Exception {
        Workbench.encodesInAMinute(backend, "B-1");
        Qmaster qmaster = Qmaster.builder(backend)
                .journal(new WrappedJournal() {
                    @Override
                    public void submitted(SubmissionId submission, Submitted submitted) {
                        throw new JournalException(Failure.withoutSubmission("JOURNAL_UNWRITABLE", "the disk is full"));
                    }
                })
                .onEvent(events::add)
                .build();

        QmasterBatch batch = qmaster.submit(bench.request().label("reel", "12").build());
        bench.encoded("clip.mov");

        assertThat(batch.await().state()).isEqualTo(BatchState.SUCCESSFUL);
        assertThat(events.get(0)).isInstanceOfSatisfying(BatchEvent.JournalUnwritten.class, unwritten -> {
            assertThat(unwritten.reason()).isEqualTo("the disk is full");
            assertThat(unwritten.head().submissionId()).isEqualTo(batch.submissionId());
            assertThat(unwritten.head().batch()).contains(batch.reference());
            assertThat(unwritten.head().labels()).containsExactly(Map.entry("reel", "12"));
        });
    }

    @Test
    void aRecoveredBatchIsAnnouncedBeforeItEnds() throws Exception {
        MemoryJournal journal = new MemoryJournal();
        Workbench.encodesInAMinute(backend, "B-1");
        BatchOrder order;
        try (Qmaster earlier = Qmaster.builder(backend).journal(journal).build()) {
            order = earlier.submit(bench.request().build()).order().orElseThrow();
        }
        backend.clock().advance(s(90));
        bench.encoded("clip.mov");

        Qmaster.builder(backend).journal(journal).onEvent(events::add).build().recover();

        assertThat(names()).containsExactly("Adopted", "Ended");
        assertThat(((BatchEvent.Adopted) events.get(0)).order()).isEqualTo(order);
    }

    @Test
    void anAdoptedBatchIsAnnouncedOnce() throws Exception {
        MemoryJournal journal = new MemoryJournal();
        Workbench.encodesInAMinute(backend, "B-1");
        try (Qmaster earlier = Qmaster.builder(backend).journal(journal).build()) {
            earlier.submit(bench.request().build());
        }
        Qmaster qmaster =
                Qmaster.builder(backend).journal(journal).onEvent(events::add).build();

        qmaster.adopt();
        backend.clock().advance(s(15));
        qmaster.adopt();
        qmaster.recover();
        backend.clock().advance(s(1));

        assertThat(names()).startsWith("Adopted").containsOnlyOnce("Adopted");
    }

    @Test
    void aListenerCanBeAddedToARunningQmasterAndRemoved() {
        backend.batch(BATCH)
                .shows(s(0), "Waiting")
                .shows(s(60), "Processing", 10)
                .shows(s(120), "Processing", 20);
        Qmaster qmaster = Qmaster.over(backend);
        qmaster.attach(BATCH);
        backend.clock().advance(s(30));

        Subscription subscription = qmaster.onEvent(events::add);
        backend.clock().advance(s(60));
        subscription.cancel();
        backend.clock().advance(s(60));

        assertThat(names()).containsExactly("Changed");
    }
}
