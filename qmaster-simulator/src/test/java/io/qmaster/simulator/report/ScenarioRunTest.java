package io.qmaster.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Workload;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioRunTest {
    private static final Scenario CALM = Scenario.named("calm");

    private static ScenarioRun run(Scenario scenario, String batches) {
        return ScenarioRun.of(scenario, Workload.parse(batches, scenario));
    }

    private static List<String> statuses(ScenarioRun run) {
        return run.eventLog().stream()
                .filter(line -> line.contains("\"event\":\"status\""))
                .map(line -> line.replaceFirst(".*\"status\":\"(.*)\"}", "$1"))
                .toList();
    }

    static Stream<Scenario> scenarios() {
        return Scenario.names().stream().map(Scenario::named);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theSameScenarioAndWorkloadGiveTheSameLogAndPage(Scenario scenario) {
        ScenarioRun one = ScenarioRun.of(scenario, Workload.seeded(30, scenario));
        ScenarioRun other = ScenarioRun.of(scenario, Workload.seeded(30, scenario));

        assertThat(one.eventLog()).isNotEmpty().isEqualTo(other.eventLog());
        assertThat(one.toHtml("run")).isEqualTo(other.toHtml("run"));
    }

    @Test
    void aRunLastsUntilItsBatchesHaveEnded() {
        assertThat(statuses(run(CALM, "[{\"name\": \"reel\", \"size\": \"1GB\"}]")))
                .containsExactly("Waiting", "Processing", "PostProcessing", "Successful");
    }

    @Test
    void aRunEndsWhenNothingMoreHappens() {
        Scenario dead = Scenario.parse("""
                {"clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}]}],
                 "faults": [{"fault": "cluster-down", "cluster": "FCS Cluster", "at": "10s"}]}
                """);

        ScenarioRun run = run(dead, "[{\"name\": \"reel\", \"size\": \"1GB\"}]");

        assertThat(statuses(run)).endsWith("Waiting");
        assertThat(run.toHtml("run")).contains("not ended: Waiting");
    }

    @Test
    void batchesArePausedResumedAndCancelledAtTheirTimes() {
        ScenarioRun run = run(CALM, """
                [{"name": "held", "size": "2GB", "pauseAfter": "10s", "resumeAfter": "1m"}]
                """);

        assertThat(statuses(run))
                .containsExactly("Waiting", "Processing", "Hold", "Processing", "PostProcessing", "Successful");
        assertThat(statuses(run(CALM, "[{\"name\": \"gone\", \"size\": \"2GB\", \"cancelAfter\": \"10s\"}]")))
                .endsWith("Cancelled");
    }

    @Test
    void aRefusalIsReportedAndNotRetried() {
        ScenarioRun run = run(Scenario.named("cluster-down"), "[{\"name\": \"reel\", \"size\": \"1GB\"}]");

        assertThat(run.eventLog()).anyMatch(line -> line.contains("\"event\":\"refused\""));
        assertThat(run.toHtml("run"))
                .contains(
                        "None was queued",
                        "reel is refused at FCS Cluster: cluster not found",
                        "1 submission was refused");
    }

    @Test
    void waitingTimesArePercentilesByRank() {
        WaitingTimes times = new WaitingTimes(
                Stream.of(5, 1, 4, 2, 3).map(Duration::ofSeconds).toList());

        assertThat(times.percentile(50)).contains(Duration.ofSeconds(3));
        assertThat(times.percentile(90)).contains(Duration.ofSeconds(5));
        assertThat(times.percentile(20)).contains(Duration.ofSeconds(1));
        assertThat(times.percentile(21)).contains(Duration.ofSeconds(2));
        assertThat(new WaitingTimes(List.of()).percentile(50)).isEmpty();
    }

    @Test
    void aBatchWaitsUntilItIsFirstWorkedOn() {
        Scenario one = Scenario.parse("""
                {"durations": {"dispatch": "1s", "job": "30s", "variation": 0},
                 "clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}]}]}
                """);

        assertThat(run(one, "[{\"name\": \"a\", \"size\": 1}, {\"name\": \"b\", \"size\": 1}]")
                        .waitingTimes()
                        .sorted())
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(31));
    }

    @Test
    void thePageIsCompleteInItself() {
        String page = ScenarioRun.of(CALM, Workload.seeded(5, CALM)).toHtml("run");

        assertThat(page)
                .contains("default-src 'none'", "prefers-color-scheme: dark")
                .doesNotContain("http://", "https://", "<script src", "<link", "<img", "@import");
    }

    @Test
    void thePageShowsTheMeaningOfItsColoursAsText() {
        Scenario failing = Scenario.parse("""
                {"clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}]}],
                 "faults": [{"fault": "job-fails", "reason": "2x job controller down", "when": {"batchName": "bad"}}]}
                """);

        String page = run(failing, """
                [{"name": "bad", "size": "1GB"},
                 {"at": "10m", "name": "held", "size": "1GB", "pauseAfter": "10s", "resumeAfter": "1m"}]
                """).toHtml("run");

        assertThat(page)
                .contains(
                        "failed: 2x job controller down",
                        "bad failed at attempt 1 and is resubmitted: 2x job controller down",
                        ", on hold for 50 s, processing for",
                        ", post-processing for",
                        "<title>Submitted after 10m 00s, waiting for");
    }

    @Test
    void unusualEventsAreDescribed() {
        Scenario rough = Scenario.parse("""
                {"clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}, {"name": "node-2"}]}],
                 "faults": [{"fault": "service-crash", "cluster": "FCS Cluster", "node": "node-1", "at": "10s"},
                            {"fault": "node-down", "cluster": "FCS Cluster", "node": "node-2", "at": "15s", "lasting": "1m"},
                            {"fault": "disk-full", "at": "20s", "lasting": "1m"}]}
                """);

        assertThat(run(rough, "[{\"name\": \"reel\", \"size\": \"5GB\"}]").toHtml("run"))
                .contains(
                        "the service of node-1 of FCS Cluster crashes and is restarted",
                        "node-2 of FCS Cluster goes down",
                        "node-2 of FCS Cluster is back",
                        "<title>node down from 15 s to 1m 15s</title>",
                        "the disk is full",
                        "the disk has room again");
    }

    @Test
    void aRunOfAMillionYearsHasAPageLikeAnyOther() {
        Scenario slow = Scenario.parse("""
                {"durations": {"job": "P3650D"},
                 "clusters": [{"name": "This Computer", "nodes": [{"name": "old", "speed": 0.00001}]}]}
                """);

        assertThat(run(slow, "[{\"name\": \"reel\", \"size\": 1}]").toHtml("A million years"))
                .hasSizeLessThan(30_000);
    }

    @Test
    void namesAreEscaped() {
        String page = run(CALM, "[{\"name\": \"<b>&\\\"'%s\", \"size\": 1}]").toHtml("</title><i>");

        assertThat(page)
                .contains("&lt;b&gt;&amp;&quot;&#39;%s", "<title>&lt;/title&gt;&lt;i&gt;</title>")
                .doesNotContain("<b>&");
    }
}
