package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The report of what the journal remembers. */
class ReportTest {
    @TempDir
    private Path folder;

    private final VirtualSimulator simulator = Simulator.onVirtualTime(Scenario.parse("""
            {"durations": {"dispatch": "1s", "job": "10m", "variation": 0},
             "clusters": [{"name": "This Computer", "nodes": [{"name": "node"}]}],
             "faults": [{"fault": "job-fails", "reason": "<b>no</b> disk", "when": {"batchName": "bad"}, "attempts": 9}]}
            """));
    private Bench bench;
    private Path page;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, simulator);
        page = folder.resolve("night.html");
    }

    private void aNight() {
        bench.submit("--wait", "--suffix", "-1", "--label", "reel=12");
        bench.submit("--wait", "--suffix", "-2", "--batch-name", "bad", "--exact-name");
        bench.submit("--suffix", "-3", "--batch-name", "still open");
    }

    @Test
    void theNumbersAreThoseOfTheJournal() {
        aNight();

        Bench.Run run = bench.run("report", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        JsonNode numbers = run.json();
        assertThat(numbers.get("outcomes").toString()).isEqualTo("{\"successful\":1,\"failed\":1,\"open\":1}");
        assertThat(numbers.get("turnaroundSeconds").get("number").asInt()).isEqualTo(2);
        assertThat(numbers.get("turnaroundSeconds").get("longest").asInt()).isGreaterThanOrEqualTo(600);
        assertThat(numbers.get("failures").get(0).get("name").asString()).isEqualTo("bad");
        assertThat(numbers.get("failures").get(0).get("reason").asString()).contains("<b>no</b> disk");
        int ended = 0;
        for (JsonNode period : numbers.get("throughput")) {
            ended += period.get("batches").asInt();
        }
        assertThat(ended).isEqualTo(2);
    }

    @Test
    void aCancelledBatchIsNotDrawnAsAFailure() throws Exception {
        String id = bench.submit().out().strip();
        bench.run("cancel", id);
        bench.run("status", id);

        Bench.Run run = bench.run("report", "--output", page.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readString(page)).contains("class=\"bar CANCELLED\"").doesNotContain("class=\"bar FAILED\"");
    }

    @Test
    void whatEndedBeforeIsLeftOut() {
        aNight();
        simulator.clock().advance(Duration.ofDays(2));

        assertThat(bench.run("report", "--json").json().get("outcomes").toString())
                .isEqualTo("{\"open\":1}");
        assertThat(bench.run("report", "--since", "7d", "--json")
                        .json()
                        .get("outcomes")
                        .size())
                .isEqualTo(3);
    }

    @Test
    void withoutJsonTheNumbersAreALineEach() {
        aNight();

        assertThat(bench.run("report").lines())
                .contains("successful   1", "failed       1", "open         1")
                .anyMatch(line -> line.startsWith("turnaround   half within "))
                .anyMatch(line -> line.startsWith("bad (") && line.contains("<b>no</b> disk"));
    }

    @Test
    void thePageIsOneFileForItsOwnerWithFailuresFirstAndEscapes() throws IOException {
        aNight();

        Bench.Run run = bench.run("report", "--output", page.toString());

        assertThat(run.err()).contains("the report is in " + page);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");
        String html = Files.readString(page);
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains("&lt;b&gt;no&lt;/b&gt; disk", "reel=12", "still open", "default-src 'none'")
                .doesNotContain("<b>no</b>", "http://", "https://", "<link", "<img", "@import");
        assertThat(html.indexOf("id=\"trouble\"")).isPositive().isLessThan(html.indexOf("id=\"waiting\""));
    }

    @Test
    void aJournalWithoutBatchesIsReportedToo() {
        Bench.Run run = bench.run("report", "--output", page.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("no batches\n");
        assertThat(page).content().contains("None was queued");
    }

    @Test
    void aPageThatCannotBeWrittenIsExitCode3() {
        Bench.Run run = bench.run(
                "report", "--output", folder.resolve("none/night.html").toString());

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("none/night.html");
    }
}
