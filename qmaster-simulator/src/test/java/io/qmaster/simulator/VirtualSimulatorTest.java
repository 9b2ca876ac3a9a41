package io.qmaster.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.ImageSequenceInput;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.simulator.scenario.Durations;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import io.qmaster.simulator.scenario.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualSimulatorTest {
    @TempDir
    private Path folder;

    private VirtualSimulator simulator = Simulator.onVirtualTime(Scenario.named("calm"));

    private Orders orders() {
        return new Orders(folder, simulator);
    }

    private Orders with(Fault... faults) {
        Scenario.Builder scenario = Scenario.builder().durations(Durations.DEFAULT.exactly());
        List.of(faults).forEach(scenario::fault);
        simulator = Simulator.onVirtualTime(scenario.build());
        return orders();
    }

    private void pass(Duration time) {
        simulator.clock().advance(time);
    }

    @Test
    void anOutputHasNoBytesFromTheBeginningOfItsJobAndAllOfThemAtItsEnd() throws Exception {
        Orders orders = orders();
        orders.submit("clip.mov");
        assertThat(orders.output("clip.mov")).doesNotExist();

        pass(Duration.ofSeconds(2));
        assertThat(orders.output("clip.mov")).isEmptyFile();

        pass(Duration.ofSeconds(5));
        assertThat(orders.output("clip.mov")).hasBinaryContent(orders.source("clip.mov"));
    }

    @Test
    void outputsAreWrittenAtTheirTimeWithoutAQuery() throws Exception {
        Orders orders = orders();
        orders.submit("clip.mov");

        simulator.clock().pause(Duration.ofMinutes(1));

        assertThat(orders.output("clip.mov")).hasSize(Clips.SHORT);
    }

    @Test
    void aCancelledBatchLeavesNoOutput() throws Exception {
        Orders orders = orders();
        BatchReference batch = orders.submit("clip.mov");
        pass(Duration.ofSeconds(2));

        simulator.engine().control(batch, ControlAction.CANCEL, orders.soon());

        assertThat(orders.output("clip.mov")).doesNotExist();
        assertThat(orders.status(batch).state()).isEqualTo(BatchState.CANCELLED);
        assertThat(orders.status(batch).progress().percentComplete()).isEmpty();
    }

    @Test
    void anImageSequenceIsAFolderOfFrames() throws Exception {
        Orders orders = orders();
        orders.submit(orders.order(
                orders.request("clip.mov").compressorSettingFile(Clips.sequenceSetting(folder.resolve("settings")))));

        pass(Duration.ofSeconds(2));
        assertThat(orders.output("clip").resolve("frame-000000.tiff")).isEmptyFile();
        pass(Duration.ofSeconds(10));

        assertThat(orders.output("clip")).isDirectoryContaining(file -> file.endsWith("frame-000002.tiff"));
        assertThat(orders.output("clip").resolve("frame-000001.tiff")).hasBinaryContent(orders.source("clip.mov"));
        assertThat(orders.output("clip.tiff")).doesNotExist();
    }

    @Test
    void aCancelledImageSequenceLeavesNoFolder() throws Exception {
        Orders orders = orders();
        BatchReference batch = orders.submit(orders.order(
                orders.request("clip.mov").compressorSettingFile(Clips.sequenceSetting(folder.resolve("settings")))));
        pass(Duration.ofSeconds(2));

        simulator.engine().control(batch, ControlAction.CANCEL, orders.soon());

        assertThat(orders.output("clip")).doesNotExist();
    }

    @Test
    void aFolderOfFramesBecomesOneMovie() throws Exception {
        Orders orders = orders();
        Path frames = folder.resolve("frames");
        Clips.source(frames, "1.tiff", 1000);
        Clips.source(frames, "2.tiff", 500);
        BatchRequest.Builder request = BatchRequest.builder()
                .sourceFile(frames)
                .options(new JobOptions(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(ImageSequenceInput.FRAMES)))
                .compressorSettingFile(Clips.movieSetting(folder.resolve("settings")))
                .destinationDirectory(folder.resolve("out"));

        BatchReference batch = orders.submit(orders.order(request));
        pass(Duration.ofSeconds(10));

        assertThat(orders.words(batch)).isEqualTo("Successful");
        assertThat(orders.output("frames.mov")).hasSize(1500);
    }

    @Test
    void anExistingOutputIsOverwrittenSilently() throws Exception {
        Orders orders = orders();
        BatchOrder order = orders.order("clip.mov");
        Files.writeString(orders.output("clip.mov"), "x".repeat(100_000));

        orders.submit(order);
        pass(Duration.ofSeconds(10));

        assertThat(orders.output("clip.mov")).hasBinaryContent(orders.source("clip.mov"));
    }

    @Test
    void theExtensionCanBeReplacedByTheSettings() throws Exception {
        simulator =
                Simulator.onVirtualTime(Scenario.builder().replacesExtension().build());
        Orders orders = orders();
        orders.submit(orders.order(orders.request("clip.mov").destinationFile(orders.output("wanted.m4v"))));

        pass(Duration.ofSeconds(10));

        assertThat(orders.output("wanted.mov")).exists();
        assertThat(orders.output("wanted.m4v")).doesNotExist();
    }

    @Test
    void aMissingFolderIsNotMadeAndTheBatchFails() throws Exception {
        Orders orders = orders();
        BatchOrder order = orders.order("clip.mov");
        Files.delete(orders.output("clip.mov").getParent());

        BatchReference batch = orders.submit(order);
        pass(Duration.ofSeconds(30));

        assertThat(orders.status(batch).state()).isEqualTo(BatchState.FAILED);
        assertThat(orders.status(batch).reason().orElseThrow()).startsWith("the folder of the output does not exist");
        assertThat(orders.output("clip.mov").getParent()).doesNotExist();
    }

    @Test
    void aSourceThatGoesAwayMeanwhileFailsItsBatch() throws Exception {
        Orders orders = orders();
        BatchReference batch = orders.submit("clip.mov");
        Files.delete(folder.resolve("in/clip.mov"));

        pass(Duration.ofSeconds(30));

        assertThat(orders.words(batch))
                .isEqualTo("Failed: the source does not exist: " + folder.resolve("in/clip.mov"));
    }

    @Test
    void anOutputIsNeverWrittenOverItsOwnSource() throws Exception {
        Orders orders = orders();
        BatchOrder order = orders.order("clip.mov");
        Files.createSymbolicLink(orders.output("clip.mov"), folder.resolve("in/clip.mov"));

        BatchReference batch = orders.submit(order);
        pass(Duration.ofSeconds(30));

        assertThat(orders.words(batch)).startsWith("Failed").contains("it is its own source");
        assertThat(orders.source("clip.mov")).hasSize(Clips.SHORT);
    }

    @Test
    void spoiledOutputsAreMissingEmptyOrTruncated() throws Exception {
        Orders orders = with(
                new Fault.OutputSpoiled(Fault.OutputSpoiled.How.MISSING, Trigger.batchName("gone*")),
                new Fault.OutputSpoiled(Fault.OutputSpoiled.How.EMPTY, Trigger.batchName("empty*")),
                new Fault.OutputSpoiled(Fault.OutputSpoiled.How.TRUNCATED, Trigger.batchName("half*")));
        List<BatchReference> batches =
                List.of(orders.submit("gone.mov"), orders.submit("empty.mov"), orders.submit("half.mov"));

        pass(Duration.ofSeconds(20));

        for (BatchReference batch : batches) {
            assertThat(orders.words(batch)).isEqualTo("Successful");
        }
        assertThat(orders.output("gone.mov")).doesNotExist();
        assertThat(orders.output("empty.mov")).isEmptyFile();
        assertThat(orders.output("half.mov")).hasSize(Clips.SHORT / 2);
    }

    @Test
    void aFolderAsDestinationIsRefusedInTheEnginesWords() throws Exception {
        Orders orders = orders();
        BatchOrder order = orders.order("clip.mov");
        Files.createDirectory(orders.output("clip.mov"));

        assertThat(orders.outcome(order))
                .isEqualTo(new SubmissionOutcome.Refused(
                        RefusalKind.PARAMETER_ERROR,
                        "Parameter error: Destination is a directory; Expected complete output file path with file name.",
                        OptionalInt.of(255),
                        false));
    }

    @Test
    void aClusterThatIsDownIsRefusedInTheEnginesWords() throws Exception {
        simulator = Simulator.onVirtualTime(Scenario.named("cluster-down"));
        Orders orders = orders();

        SubmissionOutcome outcome =
                orders.outcome(orders.order(orders.request("clip.mov").cluster(Cluster.named("FCS Cluster"))));

        assertThat(outcome).isInstanceOfSatisfying(SubmissionOutcome.Refused.class, refused -> {
            assertThat(refused.kind()).isEqualTo(RefusalKind.CLUSTER_UNAVAILABLE);
            assertThat(refused.words()).isEqualTo("Could not find cluster \"FCS Cluster\"");
        });
    }

    @Test
    void aClusterIsReachedByItsAddressAndThePasswordIsSeenNowhere() throws Exception {
        Orders orders = orders();
        Cluster address = Cluster.address("render@fcs.example:51737");
        BatchOrder order = orders.order(orders.request("clip.mov").cluster(address));

        BatchReference batch = orders.submit(order);

        assertThat(orders.status(batch).batch()).isEqualTo(batch);
        assertThat(String.join("\n", simulator.eventLog()))
                .doesNotContain("hunter2")
                .doesNotContain("render");
        assertThat(orders.outcome(order.at(Cluster.address("render@other.example:1")))
                        .toString())
                .contains("Could not find cluster")
                .doesNotContain("hunter2");
    }

    @Test
    void aPassingRefusalIsSaidInTheEnginesWordsAndThenTaken() throws Exception {
        Orders orders = with(new Fault.SubmissionRefused(Trigger.once()));
        BatchOrder order = orders.order("clip.mov");

        assertThat(orders.outcome(order)).isInstanceOfSatisfying(SubmissionOutcome.Refused.class, refused -> {
            assertThat(refused.passing()).isTrue();
            assertThat(refused.kind()).isEqualTo(RefusalKind.UNABLE_TO_SUBMIT);
            assertThat(refused.exitCode()).hasValue(3);
        });
        assertThat(orders.outcome(order)).isInstanceOf(SubmissionOutcome.Queued.class);
    }

    @Test
    void aSubmissionThatHangsLastsUntilItsDeadline() throws Exception {
        Orders orders = with(new Fault.SubmissionHangs(true, Trigger.call(1)));
        Instant before = simulator.clock().now();

        SubmissionOutcome outcome = orders.outcome(orders.order("clip.mov"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SubmissionOutcome.Unknown.class,
                        unknown -> assertThat(unknown.cause()).isEqualTo(SubmissionOutcome.Unknown.Cause.DEADLINE));
        assertThat(Duration.between(before, simulator.clock().now())).isEqualTo(Duration.ofMinutes(1));
        assertThat(simulator.statusSource().list(orders.soon())).hasSize(1);
    }

    @Test
    void anEndWithoutAnIdIsUnknown() throws Exception {
        Orders orders = with(new Fault.BatchIdMissing(true, Trigger.call(1)));

        assertThat(orders.outcome(orders.order("clip.mov")))
                .isInstanceOfSatisfying(SubmissionOutcome.Unknown.class, unknown -> {
                    assertThat(unknown.cause()).isEqualTo(SubmissionOutcome.Unknown.Cause.ENDED_WITHOUT_ID);
                    assertThat(unknown.exitCode()).hasValue(0);
                });
    }

    @Test
    void aQuestionThatHangsFailsAtItsDeadline() throws Exception {
        Orders orders = with(new Fault.StatusFails(Fault.StatusFails.Answer.HANGS, Trigger.call(1)));
        BatchReference batch = orders.submit("clip.mov");
        Instant before = simulator.clock().now();

        assertThatThrownBy(() -> orders.status(batch)).isInstanceOf(StatusException.class);

        assertThat(Duration.between(before, simulator.clock().now())).isEqualTo(Duration.ofMinutes(1));
        assertThat(orders.words(batch)).isEqualTo("Successful");
    }

    @Test
    void aGarbledAnswerFailsAndAnEmptyOneShowsNothing() throws Exception {
        Orders orders = with(
                new Fault.StatusFails(Fault.StatusFails.Answer.GARBLED, Trigger.call(1)),
                new Fault.StatusFails(Fault.StatusFails.Answer.EMPTY, Trigger.call(2)));
        BatchReference batch = orders.submit("clip.mov");

        assertThatThrownBy(() -> orders.status(batch)).isInstanceOf(StatusException.class);
        assertThat(simulator.statusSource().list(orders.soon())).isEmpty();
        assertThat(orders.words(batch)).isEqualTo("Waiting");
    }

    @Test
    void batchesOfAClusterThatIsDownAreListedButCannotBeQueried() throws Exception {
        simulator = Simulator.onVirtualTime(Scenario.builder()
                .cluster(SimulatedCluster.of("FCS Cluster", new ServiceNode("node-1", 2, 1)))
                .fault(new Fault.ClusterDown("FCS Cluster", Duration.ofSeconds(1), Optional.of(Duration.ofSeconds(1))))
                .build());
        Orders orders = orders();
        BatchReference batch =
                orders.submit(orders.order(orders.request("clip.mov").cluster(Cluster.named("FCS Cluster"))));

        pass(Duration.ofSeconds(1));

        assertThatThrownBy(() -> orders.status(batch)).isInstanceOf(StatusException.class);
        assertThat(simulator.statusSource().list(orders.soon())).hasSize(1);
    }

    @Test
    void anUnknownBatchCannotBeControlled() {
        assertThatThrownBy(() ->
                        simulator.engine().control(Orders.here("NO-SUCH-BATCH"), ControlAction.CANCEL, orders().soon()))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("NO-SUCH-BATCH");
    }

    @Test
    void healthSaysWhichClusterIsDownAndThatOutputsAreCopies() throws Exception {
        simulator = Simulator.onVirtualTime(Scenario.named("cluster-down"));

        EngineHealth health = simulator.engine().health(orders().soon());

        assertThat(health.isReady()).isTrue();
        assertThat(health.findings())
                .filteredOn(finding -> finding.status() == HealthFinding.Status.WARNING)
                .extracting(HealthFinding::message)
                .containsExactly("FCS Cluster is down");
        assertThat(health.findings())
                .extracting(HealthFinding::message)
                .anyMatch(message -> message.contains("copy of its source"));
    }

    @Test
    void aPreviewReadsLikeTheCommandLineOfCompressor() throws Exception {
        Orders orders = orders();
        BatchOrder order = orders.order(orders.request("clip.mov")
                .cluster(Cluster.named("FCS Cluster"))
                .batchName("Promo")
                .exactName());

        assertThat(simulator.engine().preview(order).arguments())
                .containsExactly(
                        "simulator",
                        "submit",
                        "-computergroup",
                        "FCS Cluster",
                        "-batchname",
                        "Promo",
                        "-priority",
                        "low",
                        "-jobpath",
                        folder.resolve("in/clip.mov").toString(),
                        "-settingpath",
                        folder.resolve("settings/movie.compressorsetting").toString(),
                        "-locationpath",
                        orders.output("clip.mov").toString());
    }

    @Test
    void aQmasterOverTheSimulatorSeesABatchThroughItsStates() throws Exception {
        Set<BatchState> states = new LinkedHashSet<>();
        try (Qmaster qmaster = Qmaster.builder(simulator)
                .listener(new BatchListener() {
                    @Override
                    public void changed(BatchEvent.Changed event) {
                        states.add(event.status().state());
                    }
                })
                .build()) {
            BatchResult result =
                    qmaster.submitAndWait(orders().request("clip.mov").build());

            assertThat(result.status().state()).isEqualTo(BatchState.SUCCESSFUL);
        }
        assertThat(states).contains(BatchState.WAITING, BatchState.PROCESSING);
    }

    @Test
    void thirtySixHoursPassWithoutASecondThread() throws Exception {
        simulator = Simulator.onVirtualTime(
                Scenario.builder().jobsTake(Duration.ofHours(36)).build());
        Set<Thread> threads = new LinkedHashSet<>();
        List<BatchEvent> events = new ArrayList<>();
        try (Qmaster qmaster = Qmaster.builder(simulator)
                .listener(new BatchListener() {
                    @Override
                    public void on(BatchEvent event) {
                        threads.add(Thread.currentThread());
                        events.add(event);
                    }
                })
                .build()) {
            qmaster.submitAndWait(orders().request("clip.mov").build());
        }

        assertThat(simulator.clock().elapsedNanos())
                .isGreaterThan(Duration.ofHours(32).toNanos());
        assertThat(events).hasSizeGreaterThan(10);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void theSameSeedAndCallsGiveTheSameEventLog() throws Exception {
        List<String> first = logOfTwoBatches(5);

        assertThat(logOfTwoBatches(5)).isEqualTo(first);
        assertThat(logOfTwoBatches(6)).isNotEqualTo(first);
    }

    private List<String> logOfTwoBatches(long seed) throws Exception {
        simulator = Simulator.onVirtualTime(Scenario.builder().seed(seed).build());
        Orders orders = orders();
        Files.deleteIfExists(orders.output("one.mov"));
        Files.deleteIfExists(orders.output("two.mov"));
        orders.submit(orders.order(orders.request("one.mov").exactName()));
        pass(Duration.ofMillis(700));
        orders.submit(orders.order(orders.request("two.mov").exactName()));
        pass(Duration.ofMinutes(1));
        return simulator.eventLog();
    }
}
