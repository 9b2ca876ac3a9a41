package io.qmaster.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.Priority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadTest {
    private static final Scenario CALM = Scenario.named("calm");

    @Test
    void everythingThatCanBeSaidOfABatchIsRead() {
        Workload workload = Workload.parse("""
                {"batches": [{"at": "1m30s", "name": "reel", "size": "2.5GB", "priority": "high", "cluster": "This Computer",
                  "segmentable": false, "pauseAfter": "1m", "resumeAfter": "2m", "cancelAfter": "3m"}]}
                """, CALM);

        assertThat(workload.batches())
                .containsExactly(new PlannedBatch(
                        Duration.ofSeconds(90),
                        "reel",
                        2_500_000_000L,
                        Priority.HIGH,
                        "This Computer",
                        false,
                        Optional.of(Duration.ofMinutes(1)),
                        Optional.of(Duration.ofMinutes(2)),
                        Optional.of(Duration.ofMinutes(3))));
    }

    @Test
    void whatIsLeftOutIsUsual() {
        assertThat(Workload.parse("[{\"name\": \"reel\", \"size\": 7}]", CALM).batches())
                .containsExactly(new PlannedBatch(Duration.ZERO, "reel", 7, Priority.LOW, "FCS Cluster"));
    }

    @Test
    void anAddressNamesItsCluster() {
        assertThat(Workload.parse("[{\"name\": \"a\", \"size\": 7, \"cluster\": \"fcs.example:51737\"}]", CALM)
                        .batches())
                .extracting(PlannedBatch::cluster)
                .containsExactly("FCS Cluster");
    }

    @Test
    void batchesComeInTheOrderOfTheirTime() {
        assertThat(Workload.parse("""
                                [{"at": "2s", "name": "c", "size": 1}, {"name": "a", "size": 1}, {"name": "b", "size": 1}]
                                """, CALM).batches())
                .extracting(PlannedBatch::name)
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    []                                                      | at its beginning expected at least one batch
                    {}                                                      | at /batches expected a value
                    7                                                       | at its beginning expected an object
                    [{"name": "a"}]                                         | at /0/size expected a value
                    [{"name": "a", "size": -1}]                             | at /0/size expected a number from 0
                    [{"name": "a", "size": "18446744073710TB"}]             | at /0/size expected a number from 0
                    [{"name": "a", "size": "2 gallons"}]                    | at /0/size expected a number of bytes, or a size
                    {"batches": [{"name": "a", "size": 1, "at": "soon"}]}   | at /batches/0/at expected a duration
                    {"batches": [{"name": " ", "size": 1}]}                 | at /batches/0/name expected a text that is not blank
                    [{"name": "a", "size": 1, "priority": "urgent"}]        | at /0/priority expected one of low, medium, high
                    [{"name": "a", "size": 1, "cluster": "Mars"}]           | at /0/cluster expected the name of a cluster of the scenario
                    [{"name": "a", "size": 1, "colour": "red"}]             | at /0/colour expected no such key
                    [{]                                                     | expected JSON, found an error in line 1
                    """)
    void aMistakeIsReportedWithItsPlace(String json, String words) {
        assertThatThrownBy(() -> Workload.parse(json, CALM))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("batches: ")
                .hasMessageContaining(words);
    }

    @Test
    void aFaultInAFileNamesTheFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("night.json"), "[]");

        assertThatThrownBy(() -> Workload.read(file, CALM)).hasMessageStartingWith("batches " + file + ": ");
        assertThatThrownBy(() -> Workload.read(folder.resolve("none.json"), CALM))
                .hasMessageContaining("none.json: at its beginning expected a file, found nothing");
    }

    @Test
    void seededBatchesHangOnTheSeedAlone() {
        Scenario other = Scenario.builder().seed(2).build();

        assertThat(Workload.seeded(20, CALM)).isEqualTo(Workload.seeded(20, CALM));
        assertThat(Workload.seeded(20, other))
                .isNotEqualTo(Workload.seeded(20, Scenario.builder().build()));
        assertThat(Workload.seeded(20, CALM).batches().subList(0, 10))
                .extracting(PlannedBatch::at)
                .isEqualTo(Workload.seeded(10, CALM).batches().stream()
                        .map(PlannedBatch::at)
                        .toList());
    }

    @Test
    void thereAreNeitherNoSeededBatchesNorTooMany() {
        assertThatThrownBy(() -> Workload.seeded(0, CALM))
                .hasMessage("number of batches: at its beginning expected a number from 1 to 10000, found 0");
        assertThatThrownBy(() -> Workload.seeded(10_001, CALM)).isInstanceOf(ScenarioException.class);
    }
}
