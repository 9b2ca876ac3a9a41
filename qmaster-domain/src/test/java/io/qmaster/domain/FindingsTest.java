package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The results of recovering the submissions of an interrupted program. */
class FindingsTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    private final Workbench bench;
    private final ScriptedBackend backend = new ScriptedBackend();
    private final MemoryJournal journal = new MemoryJournal();

    FindingsTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    private Qmaster qmaster() {
        return Qmaster.builder(backend).journal(journal).build();
    }

    private void isQueuedAndLeft() throws InterruptedException {
        backend.queues("B-1");
        try (Qmaster left = qmaster()) {
            left.submit(bench.request().build());
        }
    }

    private void isInterrupted() {
        backend.attempt((order, deadline) -> {
            throw new InterruptedException("test");
        });
        assertThatThrownBy(() -> qmaster().submit(bench.request().build())).isInstanceOf(InterruptedException.class);
    }

    private Recovered recovered() throws InterruptedException {
        return qmaster().recover().get(0);
    }

    @Test
    void ofABatchThatCannotBeAskedForNobodyCanSay() throws Exception {
        isQueuedAndLeft();
        backend.deaf(Duration.ZERO, Duration.ofDays(1));

        Recovered recovered = recovered();

        assertThat(recovered.finding()).isEqualTo(Recovered.Finding.UNKNOWN);
        assertThat(recovered.batch()).contains(BATCH);
        assertThat(recovered.words()).startsWith("its status could not be read: ");
    }

    @Test
    void aBatchThatTheEngineDoesNotShowNowIsNotSeen() throws Exception {
        isQueuedAndLeft();

        Recovered recovered = recovered();

        assertThat(recovered.finding()).isEqualTo(Recovered.Finding.NOT_SEEN);
        assertThat(recovered.batch()).contains(BATCH);
    }

    @Test
    void ofASubmissionThatCannotBeLookedForNobodyCanSay() throws Exception {
        isInterrupted();
        backend.without(Capability.LIST);

        Recovered recovered = recovered();

        assertThat(recovered.finding()).isEqualTo(Recovered.Finding.UNKNOWN);
        assertThat(recovered.words()).contains("cannot list its batches");
        assertThat(journal.entries().get(0).isOpen()).isTrue();
    }

    @Test
    void aBatchThatFailedMeanwhileIsEndedWithItsReason() throws Exception {
        isQueuedAndLeft();
        backend.batch(BATCH).shows(Duration.ZERO, "Failed: no disk");

        Recovered recovered = recovered();

        assertThat(recovered.finding()).isEqualTo(Recovered.Finding.ENDED);
        assertThat(recovered.words()).contains("no disk");
        assertThat(journal.entries().get(0).isOpen()).isFalse();
    }

    @Test
    void aBatchThatSucceededMeanwhileIsEndedAndSaysSo() throws Exception {
        isQueuedAndLeft();
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");
        bench.encoded("clip.mov");

        Recovered recovered = recovered();

        assertThat(recovered.finding()).isEqualTo(Recovered.Finding.ENDED);
        assertThat(recovered.words()).isEqualTo("successful");
    }

    @Test
    void aBatchThatIsFoundByItsNameHasTheJobsThatTheEngineLists() throws Exception {
        isInterrupted();
        backend.batch(BATCH)
                .named(journal.entries().get(0).order().name())
                .job("J-1", "clip.mov", "Processing")
                .shows(Duration.ZERO, "Processing");

        assertThat(recovered().finding()).isEqualTo(Recovered.Finding.ADOPTED);

        assertThat(journal.entries().get(0).submitted().orElseThrow().jobIds()).containsExactly(new JobId("J-1"));
    }

    @Test
    void whyALookWasInVainIsInTheStory() throws Exception {
        isInterrupted();
        backend.deaf(Duration.ZERO, Duration.ofSeconds(5));

        assertThat(recovered().finding()).isEqualTo(Recovered.Finding.NOT_QUEUED);

        assertThat(journal.entries().get(0).story())
                .extracting(LogEntry::message)
                .anyMatch(words -> words.startsWith("looking for "));
    }
}
