package io.qmaster.domain.journal;

import static io.qmaster.domain.journal.JournalSamples.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.SubmissionTimeoutException;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.standard.MemoryJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several programs, one after another, with the same journal. */
class JournaledQmasterTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend();

    @BeforeEach
    void theEngineEncodesInAMinute() throws IOException {
        Files.writeString(folder.resolve("clip.mov"), "a movie");
        Files.writeString(
                folder.resolve("plain.compressorsetting"), "<setting name=\"Plain\"><encoder name=\"QT\"/></setting>");
        backend.queues("B-1")
                .batch(BATCH)
                .shows(Duration.ZERO, "Processing", 20)
                .shows(Duration.ofSeconds(60), "Successful", 100);
    }

    private BatchRequest.Builder request() {
        return BatchRequest.builder()
                .sourceFile(folder.resolve("clip.mov"))
                .compressorSettingFile(folder.resolve("plain.compressorsetting"))
                .destinationFile(folder.resolve("out.mov"));
    }

    private FileJournal journal() {
        return FileJournal.in(folder.resolve("journal"), backend.timekeeper());
    }

    private Qmaster over(FileJournal journal) {
        return Qmaster.builder(backend).journal(journal).build();
    }

    @Test
    void aBatchThatAProgramLeftIsAdoptedByTheNext() throws Exception {
        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            qmaster.submit(request().build());
        }

        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            List<Recovered> recovered = qmaster.recover();
            assertThat(recovered).extracting(Recovered::finding).containsExactly(Recovered.Finding.ADOPTED);
            Files.writeString(folder.resolve("out.mov"), "an encoded movie");
            assertThat(qmaster.attach(BATCH).await().state()).isEqualTo(BatchState.SUCCESSFUL);
        }
    }

    @Test
    void whatALivingJournalIsAtWorkOnIsNotRecovered() throws Exception {
        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal);
                Qmaster other = over(journal())) {
            qmaster.submit(request().build());

            assertThat(other.recover()).isEmpty();
        }
    }

    @Test
    void whatIsAdoptedIsHeldAndAdoptedOnce() throws Exception {
        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            qmaster.submit(request().build());
        }

        try (FileJournal journal = journal();
                Qmaster agent = over(journal);
                Qmaster other = over(journal())) {
            assertThat(agent.adopt()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ADOPTED);
            assertThat(agent.adopt()).isEmpty();
            assertThat(other.adopt()).isEmpty();
            assertThat(other.recover()).isEmpty();
        }
    }

    @Test
    void anAdoptedBatchIsWatchedToItsEnd() throws Exception {
        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            qmaster.submit(request().build());
        }

        try (FileJournal journal = journal();
                Qmaster agent = over(journal)) {
            agent.adopt();
            Files.writeString(folder.resolve("out.mov"), "an encoded movie");
            backend.clock().advance(Duration.ofMinutes(5));

            assertThat(all(journal).get(0).isOpen()).isFalse();
        }
    }

    @Test
    void anEndIsRememberedByTheNextProgram() throws Exception {
        BatchResult result;
        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            QmasterBatch batch = qmaster.submit(request().build());
            Files.writeString(folder.resolve("out.mov"), "an encoded movie");
            result = batch.await();
        }

        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            assertThat(qmaster.find(BATCH)).contains(result.status());
            assertThat(qmaster.attach(BATCH).await()).isEqualTo(result);
        }
    }

    @Test
    void aRequestThatIsMadeAgainIsTheSameBatch() throws Exception {
        BatchRequest request = request().requestId("R").build();
        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            qmaster.submit(request);
        }

        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            assertThat(qmaster.submit(request).reference()).isEqualTo(BATCH);
            assertThat(backend.submitted()).hasSize(1);
        }
    }

    @Test
    void whatALivingProcessHandsToTheEngineIsLeftToIt() throws Exception {
        Intention intention = intentionOf(request().build());
        try (FileJournal ofADeadProgram = journal()) {
            ofADeadProgram.intend(intention);
            ofADeadProgram.started(
                    intention.order().submissionId(),
                    Processes.current(backend.timekeeper().now()));
        }

        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            Recovered recovered = qmaster.recover().get(0);

            assertThat(recovered.finding()).isEqualTo(Recovered.Finding.UNKNOWN);
            assertThat(recovered.words()).contains("still running");
            assertThat(all(journal).get(0).isOpen()).isTrue();
            assertThat(backend.timekeeper().elapsedNanos()).isZero();
        }
    }

    @Test
    void aRequestThatAnotherProgramIsSubmittingIsWaitedFor() throws Exception {
        BatchRequest request = request().requestId("R").build();
        Intention intention = intentionOf(request);
        try (FileJournal ofAnother = journal();
                FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            ofAnother.intend(intention);
            backend.timekeeper()
                    .schedule(
                            Duration.ofSeconds(5),
                            () -> ofAnother.submitted(
                                    intention.order().submissionId(),
                                    new Submitted(
                                            BATCH.id(),
                                            List.of(),
                                            Optional.empty(),
                                            backend.timekeeper().now())));

            assertThat(qmaster.submit(request).reference()).isEqualTo(BATCH);
            assertThat(backend.submitted()).hasSize(1);
        }
    }

    @Test
    void aRequestWhoseProgramDiedIsNotWaitedForAndNotSubmittedAgain() throws Exception {
        BatchRequest request = request().requestId("R").build();
        try (FileJournal ofAnother = journal();
                FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            ofAnother.intend(intentionOf(request));
            backend.timekeeper().schedule(Duration.ofSeconds(5), ofAnother::close);

            assertThatThrownBy(() -> qmaster.submit(request))
                    .isInstanceOf(SubmissionTimeoutException.class)
                    .hasMessageContaining("not known yet");
            assertThat(Duration.ofNanos(backend.timekeeper().elapsedNanos())).isLessThan(Duration.ofSeconds(10));
            assertThat(backend.submitted()).hasSize(1);
        }
    }

    @Test
    void aRequestThatAnotherProgramCouldNotSubmitIsSubmittedThen() throws Exception {
        backend.queues("B-2");
        BatchRequest request = request().requestId("R").build();
        Intention intention = intentionOf(request);
        try (FileJournal ofAnother = journal();
                FileJournal journal = journal();
                Qmaster qmaster = over(journal)) {
            ofAnother.intend(intention);
            backend.timekeeper()
                    .schedule(
                            Duration.ofSeconds(5),
                            () -> ofAnother.ended(
                                    intention.order().submissionId(),
                                    new Ending(
                                            Ending.How.NOT_QUEUED,
                                            "refused",
                                            Optional.empty(),
                                            backend.timekeeper().now())));

            assertThat(qmaster.submit(request).id()).isEqualTo(new BatchId("B-2"));
            assertThat(backend.submitted()).hasSize(2);
        }
    }

    /** The intention that a program writes before it submits, taken from one that did. */
    private Intention intentionOf(BatchRequest request) throws InterruptedException {
        MemoryJournal memory = new MemoryJournal();
        try (Qmaster qmaster = Qmaster.builder(backend).journal(memory).build()) {
            qmaster.submit(request);
        }
        return memory.entries().get(0).latest();
    }

    @Test
    void anOutputOfAnotherProgramsOpenBatchIsRefused() throws Exception {
        try (FileJournal journal = journal();
                Qmaster qmaster = over(journal);
                Qmaster other = over(journal())) {
            qmaster.submit(request().build());

            assertThatThrownBy(() -> other.submit(request().batchName("again").build()))
                    .isInstanceOf(DestinationException.class)
                    .hasMessageContaining("out.mov");
        }
    }
}
