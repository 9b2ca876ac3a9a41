package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * The examples of the README and the guides do what the text says. They are compiled and run unchanged, except for the
 * folder of the files and the id of the batch.
 */
class ReadmeTest {
    private static final Map<String, String> EXAMPLES = Readme.examples();
    private static final String DESKTOP = "/Users/hunterbj/Desktop";
    private static final String BATCH_ID = "1BA7A7B7-6B4C-4F0C-9E33-C4F3C54A7E11";

    @TempDir
    private Path desktop;

    @TempDir
    private Path classes;

    private final VirtualSimulator simulator = Simulator.onVirtualTime(Scenario.named("calm"));
    private final Qmaster qmaster = Qmaster.over(simulator);
    private final Map<String, Object> given = new HashMap<>(Map.of("backend", simulator, "qmaster", qmaster));
    private String batchId = BATCH_ID;

    @BeforeEach
    void layOutTheDesktop() throws IOException {
        Files.write(desktop.resolve("mymov.mov"), new byte[30_000]);
        Files.write(desktop.resolve("another.mov"), new byte[20_000]);
        Files.writeString(
                desktop.resolve("myH.264.setting"),
                "<setting name=\"H.264\"><encoder name=\"QT\"><file-extension>mov</file-extension></encoder></setting>");
        given.put("request", request());
    }

    @AfterEach
    void close() {
        qmaster.close();
    }

    static Set<String> headings() {
        return EXAMPLES.keySet();
    }

    @ParameterizedTest
    @MethodSource("headings")
    void everyExampleCompiles(String heading) throws IOException {
        Example.compiled(code(heading), classes);
    }

    @Test
    void aFileIsSubmittedAndWaitedFor() throws Exception {
        assertThat(printedBy("Submit a file and wait for it"))
                .isEqualToIgnoringNewLines("SUCCESSFUL: " + desktop.resolve("myfileout.mov"));
        assertThat(desktop.resolve("myfileout.mov")).hasSameBinaryContentAs(desktop.resolve("mymov.mov"));
    }

    @Test
    void aRunningBatchIsAskedForByItsIdAndCluster() throws Exception {
        BatchReference batch = submitted().reference();
        simulator.clock().advance(Duration.ofSeconds(3));
        batchId = batch.id().value();

        assertThat(printedBy("Query the status of a running batch")).matches("PROCESSING\\R\\d+ %\\R");
    }

    @Test
    void theLibraryIsUsedWithoutGuice() throws Exception {
        printedBy("Without Guice");

        assertThat(desktop.resolve("out.mov")).exists();
    }

    @Test
    void theLibraryIsUsedWithGuice() throws Exception {
        printedBy("With Guice");

        assertThat(desktop.resolve("out.mov")).exists();
    }

    @Test
    void aBatchIsFollowed() throws Exception {
        submitted();

        assertThat(printedBy("Follow a batch")).contains("WAITING", "PROCESSING");
    }

    @Test
    void aWaitIsLimited() throws Exception {
        QmasterBatch batch = submitted();

        assertThat(printedBy("Limit a wait")).startsWith("still going");
        assertThat(batch.status().state()).isEqualTo(BatchState.SUCCESSFUL);
    }

    @Test
    void severalFilesAreEncodedInOneBatch() throws Exception {
        assertThat(printedBy("Encode several files in one batch").lines())
                .containsExactly(
                        desktop.resolve("out/mymov.mov").toString(),
                        desktop.resolve("out/another.mov").toString());
    }

    @Test
    void aBatchIsCancelled() throws Exception {
        submitted();

        assertThat(printedBy("Cancel a batch")).startsWith("cancelled");
    }

    @Test
    void whatGoesWrongIsHandled() throws Exception {
        Files.delete(desktop.resolve("mymov.mov"));

        assertThat(printedBy("Handle failures")).contains("mymov.mov does not exist", "check the path");
    }

    @Test
    void theStoryOfABatchIsTold() throws Exception {
        submitted();

        assertThat(printedBy("Read the log")).contains("queued as ");
    }

    @Test
    void whatEngineAndJournalKnowIsPrinted() throws Exception {
        submitted();

        assertThat(printedBy("Query engine and journal")).contains("Attempt[number=1");
    }

    @Test
    void whatAnEarlierRunLeftOpenIsRecovered() throws Exception {
        try (FileJournal journal = FileJournal.in(desktop.resolve("journal"));
                Qmaster earlier = Qmaster.builder(simulator).journal(journal).build()) {
            earlier.submit(request());
        }

        assertThat(printedBy("Keep batches after the program has ended")).startsWith("ADOPTED: ");
    }

    @Test
    void aRepeatedRequestIsSubmittedOnce() throws Exception {
        assertThat(printedBy("Submit a request once")).startsWith("true");
        assertThat(qmaster.list()).hasSize(1);
    }

    @Test
    void patienceIsChosen() throws Exception {
        printedBy("Change timeouts and retries");

        assertThat(desktop.resolve("out.mov")).exists();
    }

    @Test
    void aScenarioTakesAClusterDown() throws Exception {
        assertThat(printedBy("The simulator")).startsWith("true");
    }

    @Test
    void aNightIsRunAndShown() throws Exception {
        assertThat(printedBy("Run a scenario and look at it")).contains("\"event\":\"submitted\"", "PT");
        assertThat(desktop.resolve("night.html")).content().contains("<h1>A night of 40 reels</h1>");
    }

    @Test
    void theTestOfAConsumerSucceeds() throws Exception {
        try (URLClassLoader loader =
                Example.compiled(code("In your own tests"), classes).loader()) {
            EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(loader.loadClass("ArchiveTest")))
                    .execute()
                    .testEvents()
                    .assertStatistics(tests -> tests.succeeded(1));
        }
    }

    @Test
    void theContractOfABackendIsPassedByTheBackendOfTheExample() throws Exception {
        assertPasses("Write your own backend", "CopyBackendTest");
    }

    @Test
    void theContractOfAJournalIsPassedByTheJournalOfTheExample() throws Exception {
        assertPasses("Write your own journal", "ListJournalTest");
    }

    private void assertPasses(String heading, String test) throws Exception {
        try (URLClassLoader loader = Example.compiled(code(heading), classes).loader()) {
            Events tests = EngineTestKit.engine("junit-jupiter")
                    .selectors(selectClass(loader.loadClass(test)))
                    .execute()
                    .testEvents();
            assertThat(tests.failed().list()).isEmpty();
            assertThat(tests.succeeded().count()).isGreaterThan(tests.aborted().count());
        }
    }

    private String printedBy(String heading) throws Exception {
        return Example.compiled(code(heading), classes).run(given);
    }

    private String code(String heading) {
        return EXAMPLES.get(heading).replace(DESKTOP, desktop.toString()).replace(BATCH_ID, batchId);
    }

    private QmasterBatch submitted() throws InterruptedException {
        QmasterBatch batch = qmaster.submit(request());
        given.put("batch", batch);
        return batch;
    }

    private BatchRequest request() {
        return BatchRequest.builder()
                .cluster(Cluster.named("FCS Cluster"))
                .compressorSettingFile(desktop.resolve("myH.264.setting"))
                .sourceFile(desktop.resolve("mymov.mov"))
                .destinationFile(desktop.resolve("out.mov"))
                .build();
    }
}
