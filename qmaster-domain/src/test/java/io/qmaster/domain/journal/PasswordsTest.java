package io.qmaster.domain.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ClusterLogin;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.contract.ScriptedBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal stores no passwords: a cluster with an address is queried only with its password. */
class PasswordsTest {
    private static final ClusterLogin RENDER = ClusterLogin.parse("render:hunter2@10.0.0.7:50000");
    private static final BatchReference BATCH = new BatchReference(new BatchId("B-1"), RENDER.cluster());

    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend();
    private FileJournal journal;
    private SubmissionId submission;

    @BeforeEach
    void oneProgramSubmittedABatchAndDied() throws Exception {
        Files.writeString(folder.resolve("clip.mov"), "a movie");
        Files.writeString(
                folder.resolve("plain.compressorsetting"), "<setting name=\"Plain\"><encoder name=\"QT\"/></setting>");
        backend.queues("B-1")
                .batch(BATCH)
                .shows(Duration.ZERO, "Processing")
                .shows(Duration.ofMinutes(10), "Successful");
        try (FileJournal ofTheDead = journal();
                Qmaster qmaster = Qmaster.builder(backend)
                        .journal(ofTheDead)
                        .credentials(RENDER)
                        .build()) {
            submission = qmaster.submit(request()).submissionId().orElseThrow();
        }
        backend.questions().clear();
        journal = journal();
    }

    @AfterEach
    void closeJournal() {
        journal.close();
    }

    private FileJournal journal() {
        return FileJournal.in(folder.resolve("journal"), backend.timekeeper());
    }

    private BatchRequest request() {
        return request("once");
    }

    private BatchRequest request(String requestId) {
        return BatchRequest.builder()
                .cluster(RENDER.cluster())
                .requestId(requestId)
                .sourceFile(folder.resolve("clip.mov"))
                .compressorSettingFile(folder.resolve("plain.compressorsetting"))
                .destinationFile(folder.resolve("out.mov"))
                .build();
    }

    private Qmaster knowing(Credentials credentials) {
        return Qmaster.builder(backend)
                .journal(journal)
                .credentials(credentials)
                .build();
    }

    private Qmaster ignorant() {
        return knowing(ClusterLogin.parse("render:hunter2@10.0.0.8:50000"));
    }

    @Test
    void aClusterIsAskedWithThePasswordThatIsKnown() throws Exception {
        try (Qmaster qmaster = knowing(RENDER)) {
            assertThat(qmaster.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ADOPTED);
        }
        assertThat(backend.questions()).isNotEmpty().allMatch(asked -> asked.contains(BATCH));
    }

    @Test
    void aBatchIsWatchedToItsEndWithThePasswordThatIsKnown() throws Exception {
        try (Qmaster qmaster = knowing(RENDER)) {
            assertThat(qmaster.adopt()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ADOPTED);
            Files.writeString(folder.resolve("out.mov"), "an encoded movie");
            backend.clock().advance(Duration.ofMinutes(11));
        }
        assertThat(journal.find(submission).orElseThrow().result().orElseThrow().verified())
                .isTrue();
        try (Stream<Path> files = Files.walk(folder.resolve("journal"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain("hunter2"));
        }
    }

    @Test
    void aRepeatedRequestAndARetryHaveThePasswordThatIsKnown() throws Exception {
        try (Qmaster qmaster = knowing(RENDER)) {
            assertThat(qmaster.submit(request()).reference()).isEqualTo(BATCH);
            qmaster.giveUpUnasked(submission, "somebody");
            assertThat(qmaster.retryOf(submission).cluster()).isEqualTo(RENDER.cluster());
        }
    }

    @Test
    void withoutThePasswordItIsNotAskedAndNothingIsSettled() throws Exception {
        try (Qmaster qmaster = ignorant()) {
            assertThat(qmaster.recover()).singleElement().satisfies(found -> {
                assertThat(found.finding()).isEqualTo(Recovered.Finding.UNKNOWN);
                assertThat(found.words()).contains("render:•••@10.0.0.7:50000", "give the address again");
            });
            assertThat(qmaster.adopt()).extracting(Recovered::finding).containsExactly(Recovered.Finding.UNKNOWN);
            backend.clock().advance(Duration.ofMinutes(10));
        }
        assertThat(backend.questions()).isEmpty();
        assertThat(journal.find(submission).orElseThrow().isOpen()).isTrue();
    }

    @Test
    void withoutThePasswordNothingIsGivenUpUnlessTheEngineIsNotToBeAsked() throws Exception {
        try (Qmaster qmaster = ignorant()) {
            assertThat(catchThrowableOfType(StatusException.class, () -> qmaster.giveUp(submission, "somebody")))
                    .hasMessageContaining("give the address again");
            assertThat(backend.questions()).isEmpty();

            assertThat(qmaster.giveUpUnasked(submission, "somebody"))
                    .get()
                    .extracting(Recovered::finding)
                    .isEqualTo(Recovered.Finding.GIVEN_UP);
        }
    }

    @Test
    void anAddressWithAnEmptyPasswordIsAskedIfItIsGiven() throws IOException, InterruptedException {
        try (Qmaster qmaster = knowing(ClusterLogin.parse("render:@10.0.0.7:50000"))) {
            assertThat(qmaster.recover()).extracting(Recovered::finding).containsExactly(Recovered.Finding.ADOPTED);
        }
        assertThat(backend.questions()).isNotEmpty();
    }

    @Test
    void withoutThePasswordNothingIsSubmittedAndNothingWritten() {
        BatchRequest another = request("another");
        try (Qmaster qmaster = ignorant()) {
            assertThat(catchThrowableOfType(EngineUnavailableException.class, () -> qmaster.submit(another)))
                    .satisfies(failure -> assertThat(failure.code()).isEqualTo("PASSWORD_UNKNOWN"))
                    .satisfies(failure -> assertThat(failure.fate()).contains(QueueFate.NOT_QUEUED))
                    .hasMessageContaining("render:•••@10.0.0.7:50000");
        }
        assertThat(backend.submitted()).hasSize(1);
        assertThat(journal.open()).hasSize(1);
    }

    @Test
    void theEngineIsGivenThePasswordAtTheMomentOfTheCall() throws Exception {
        List<Cluster.Address> queried = new ArrayList<>();
        try (Qmaster qmaster = knowing(cluster -> {
            queried.add(cluster);
            return RENDER.password(cluster);
        })) {
            assertThat(qmaster.recover()).isNotEmpty();
            queried.clear();

            assertThat(backend.credentials().password(RENDER.cluster())).contains(RENDER.password());
            assertThat(queried).containsExactly(RENDER.cluster());
        }
    }
}
