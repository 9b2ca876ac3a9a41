package io.qmaster.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioTest {
    static final String EVERYTHING = """
            {
              "seed": 42, "speed": 60, "replacesExtension": true, "waitsForOldOutput": true,
              "durations": {"dispatch": "1.5s", "startup": "PT2S", "bytesPerSecond": 1000, "joining": "1m", "variation": 0.2, "job": "1h30m"},
              "clusters": [{"name": "FCS", "address": "host:1", "nodes": [{"name": "n", "instances": 3, "speed": 0.5}]}],
              "faults": [
                {"fault": "cluster-down", "cluster": "FCS", "at": "10m", "lasting": "30m"},
                {"fault": "node-down", "cluster": "FCS", "node": "n"},
                {"fault": "service-reset", "at": "2h", "forgets": true},
                {"fault": "service-crash", "cluster": "FCS", "node": "n", "at": "1m"},
                {"fault": "disk-full", "at": "3h", "lasting": "10m"},
                {"fault": "noise", "words": "fuss"},
                {"fault": "submission-hangs", "queued": true, "ignoresTermination": true, "when": {"call": 1}},
                {"fault": "submission-refused", "when": {"batchName": "bad*", "atMost": 1}},
                {"fault": "batch-id-missing", "queued": false},
                {"fault": "status-fails", "answer": "empty", "when": {"probability": 0.1, "from": "5m", "until": "1h"}},
                {"fault": "batch-vanishes", "after": "2s", "lasting": "3m"},
                {"fault": "job-fails", "reason": "because", "job": 2, "attempts": 1},
                {"fault": "output-spoiled", "how": "truncated"},
                {"fault": "output-held-open", "when": {"call": 1}}
              ]
            }""";

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("{", "", "JSON"),
                Arguments.of("{} {}", "", "JSON"),
                Arguments.of("{\"seed\":1,\"seed\":2}", "", "JSON"),
                Arguments.of("[]", "", "an object"),
                Arguments.of("{\"sped\":1}", "/sped", "no such key"),
                Arguments.of("{\"a/b~\":1}", "/a~1b~0", "no such key"),
                Arguments.of("{\"seed\":1.5}", "/seed", "a whole number"),
                Arguments.of("{\"seed\":9223372036854775808}", "/seed", "a whole number"),
                Arguments.of("{\"speed\":1" + "0".repeat(400) + "}", "/speed", "a number from"),
                Arguments.of("{\"speed\":0}", "/speed", "a number from"),
                Arguments.of("{\"speed\":\"fast\"}", "/speed", "a number"),
                Arguments.of("{\"replacesExtension\":1}", "/replacesExtension", "true or false"),
                Arguments.of("{\"durations\":{\"dispatch\":\"soon\"}}", "/durations/dispatch", "a duration"),
                Arguments.of("{\"durations\":{\"dispatch\":\"-1s\"}}", "/durations/dispatch", "a duration"),
                Arguments.of("{\"durations\":{\"dispatch\":\"1h-30m\"}}", "/durations/dispatch", "a duration such as"),
                Arguments.of(
                        "{\"durations\":{\"dispatch\":\"P3651D\"}}",
                        "/durations/dispatch",
                        "a duration from 0s to 3650 days"),
                Arguments.of(
                        "{\"durations\":{\"dispatch\":\"99999999999999999999h\"}}",
                        "/durations/dispatch",
                        "a duration from 0s to 3650 days"),
                Arguments.of("{\"durations\":{\"variation\":1}}", "/durations/variation", "a number from 0"),
                Arguments.of("{\"clusters\":{}}", "/clusters", "an array"),
                Arguments.of("{\"clusters\":[{\"name\":\"x\"}]}", "/clusters/0/nodes", "a value"),
                Arguments.of("{\"clusters\":[{\"name\":\"x\",\"nodes\":[]}]}", "/clusters/0/nodes", "at least one"),
                Arguments.of(
                        "{\"clusters\":[{\"name\":\"-x\",\"nodes\":[{\"name\":\"n\"}]}]}",
                        "/clusters/0/name",
                        "a name"),
                Arguments.of(
                        "{\"clusters\":[{\"name\":\"x\",\"nodes\":[{\"name\":\"n\",\"instances\":0}]}]}",
                        "/clusters/0/nodes/0/instances",
                        "a number from 1"),
                Arguments.of(
                        "{\"clusters\":[{\"name\":\"x\",\"nodes\":[{\"name\":\"n\"},{\"name\":\"n\"}]}]}",
                        "/clusters/0/nodes/1/name",
                        "a name that no other node has"),
                Arguments.of(
                        "{\"clusters\":[{\"name\":\"x\",\"nodes\":[{\"name\":\"n\"}]},{\"name\":\"x\",\"nodes\":[{\"name\":\"n\"}]}]}",
                        "/clusters/1/name",
                        "a name that no other cluster has"),
                Arguments.of(
                        "{\"clusters\":[{\"name\":\"x\",\"address\":\"h:65536\",\"nodes\":[{\"name\":\"n\"}]}]}",
                        "/clusters/0/address",
                        "host:port"),
                Arguments.of("{\"faults\":[3]}", "/faults/0", "an object"),
                Arguments.of("{\"faults\":[{}]}", "/faults/0/fault", "a value"),
                Arguments.of("{\"faults\":[{\"fault\":\"fire\"}]}", "/faults/0/fault", "one of cluster-down"),
                Arguments.of(
                        "{\"faults\":[{\"fault\":\"cluster-down\",\"cluster\":\"y\"}]}",
                        "/faults/0/cluster",
                        "the name of a cluster"),
                Arguments.of(
                        "{\"faults\":[{\"fault\":\"node-down\",\"cluster\":\"This Computer\",\"node\":\"y\"}]}",
                        "/faults/0/node",
                        "a node of the cluster"),
                Arguments.of("{\"faults\":[{\"fault\":\"submission-hangs\"}]}", "/faults/0/queued", "a value"),
                Arguments.of(
                        "{\"faults\":[{\"fault\":\"status-fails\",\"answer\":\"no\"}]}",
                        "/faults/0/answer",
                        "one of hangs, garbled, truncated, empty"),
                Arguments.of(
                        "{\"faults\":[{\"fault\":\"submission-refused\",\"when\":{\"call\":0}}]}",
                        "/faults/0/when/call",
                        "a number from 1"),
                Arguments.of(
                        "{\"faults\":[{\"fault\":\"submission-refused\",\"when\":{\"probability\":2}}]}",
                        "/faults/0/when/probability",
                        "a number from 0 to 1"),
                Arguments.of(
                        "{\"faults\":[{\"fault\":\"job-fails\",\"reason\":\" \"}]}",
                        "/faults/0/reason",
                        "a text that is not blank"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsReportedWithItsPlaceAndTheExpectedValue(String json, String pointer, String expected) {
        assertThatThrownBy(() -> Scenario.parse(json)).isInstanceOfSatisfying(ScenarioException.class, mistake -> {
            assertThat(mistake.pointer()).isEqualTo(pointer);
            assertThat(mistake.expected()).startsWith(expected);
            assertThat(mistake).hasMessageContaining("found");
        });
    }

    @Test
    void everythingThatCanBeSaidIsUnderstood() {
        Scenario scenario = Scenario.parse(EVERYTHING);

        assertThat(scenario.seed()).isEqualTo(42);
        assertThat(scenario.durations().dispatch()).isEqualTo(Duration.ofMillis(1500));
        assertThat(scenario.durations().job()).contains(Duration.ofMinutes(90));
        assertThat(scenario.faults())
                .hasSize(14)
                .contains(
                        new Fault.ClusterDown("FCS", Duration.ofMinutes(10), Optional.of(Duration.ofMinutes(30))),
                        new Fault.SubmissionRefused(Trigger.batchName("bad*").atMost(1)),
                        new Fault.JobFails("because", 2, 1, Trigger.ALWAYS));
    }

    @Test
    void aScenarioIsTheSameAfterItWasWrittenAndRead() {
        Scenario scenario = Scenario.parse(EVERYTHING);

        assertThat(Scenario.parse(scenario.toJson())).isEqualTo(scenario);
    }

    @Test
    void theEmptyScenarioIsThisComputerAndCalm() {
        Scenario scenario = Scenario.parse("{}");

        assertThat(scenario).isEqualTo(Scenario.builder().build());
        assertThat(scenario.faults()).isEmpty();
        assertThat(scenario.clusters()).extracting(SimulatedCluster::name).containsExactly("This Computer");
    }

    @Test
    void thisComputerCanBeWrittenInAnyLetters() {
        Scenario scenario =
                Scenario.parse("{\"clusters\":[{\"name\":\"this computer\",\"nodes\":[{\"name\":\"mini\"}]}]}");

        assertThat(scenario.clusters())
                .containsExactly(SimulatedCluster.of("This Computer", new ServiceNode("mini", 1, 1)));
    }

    @Test
    void everyScenarioThatComesWithTheSimulatorIsThere() {
        assertThat(Scenario.names())
                .containsExactly("calm", "cluster-down", "hanging", "flaky-monitor", "lost-batch", "night-shift");
        assertThat(Scenario.names())
                .allSatisfy(name ->
                        assertThat(Scenario.named(name).cluster("FCS Cluster")).isPresent());
    }

    @Test
    void anUnknownNameIsReportedWithTheKnownOnes() {
        assertThatThrownBy(() -> Scenario.named("storm")).hasMessageContaining("calm, cluster-down");
    }

    @Test
    void aMistakeInAFileIsReportedWithTheFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("mine.json"), "{\"seed\": \"x\"}");

        assertThatThrownBy(() -> Scenario.read(file))
                .hasMessage("scenario " + file + ": at /seed expected a whole number, found \"x\"");
        assertThatThrownBy(() -> Scenario.read(folder.resolve("none.json"))).hasMessageContaining("none.json");
    }

    @Test
    void thePatternOfANameTakesOtherSignsLiterally() {
        Trigger trigger = Trigger.batchName("a.b(?)*");

        assertThat(trigger.fits(Duration.ZERO, 1, Optional.of("a.b(1) and more")))
                .isTrue();
        assertThat(trigger.fits(Duration.ZERO, 1, Optional.of("axb(1)"))).isFalse();
        assertThat(trigger.fits(Duration.ZERO, 1, Optional.empty())).isFalse();
    }

    @Test
    void aFileWithoutAnEndIsRefusedAndNotReadToTheLast(@TempDir Path folder) throws Exception {
        Path huge = folder.resolve("huge.json");
        try (RandomAccessFile hole = new RandomAccessFile(huge.toFile(), "rw")) {
            hole.setLength(3L << 30);
        }

        assertThatThrownBy(() -> Scenario.read(huge))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("expected at most 64 MiB");
        assertThatThrownBy(() -> Workload.read(huge, Scenario.named("calm")))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("expected at most 64 MiB");
    }
}
