package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.Signals.Signal;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.contract.ScriptedBackend;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Finding batches, and acting on many of them at once. */
class FindingTest extends TenMinuteJobs {
    /** Two batches of reel 12 and one of reel 13; the first one is running. */
    private List<String> night() {
        return List.of(
                submitted("a", "--label", "reel=12", "--batch-name", "first reel"),
                submitted("b", "--label", "reel=12", "--priority", "high", "--request-id", "once"),
                submitted("c", "--label", "reel=13"));
    }

    private String submitted(String name, String... more) {
        simulator.clock().advance(Duration.ofSeconds(30));
        String[] arguments = new String[2 + more.length];
        arguments[0] = "--suffix";
        arguments[1] = "-" + name;
        System.arraycopy(more, 0, arguments, 2, more.length);
        Bench.Run run = bench.submit(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().strip();
    }

    private List<String> listed(String... filters) {
        String[] arguments = new String[2 + filters.length];
        arguments[0] = "list";
        arguments[1] = "--json";
        System.arraycopy(filters, 0, arguments, 2, filters.length);
        return bench.run(arguments)
                .json()
                .valueStream()
                .map(batch -> batch.get("batchId").asString())
                .toList();
    }

    private String stateOf(String id) {
        return bench.run("status", id, "--json").json().get(0).get("state").asString();
    }

    @Test
    void listTakesFiltersByLabelPriorityClusterAndRequestId() {
        List<String> ids = night();

        assertThat(listed("--label", "reel=12")).containsExactly(ids.get(1), ids.get(0));
        assertThat(listed("--priority", "high")).containsExactly(ids.get(1));
        assertThat(listed("--request-id", "once")).containsExactly(ids.get(1));
        assertThat(listed("--cluster", "This Computer")).hasSize(3);
        assertThat(listed("--cluster", "Another Cluster")).isEmpty();
        assertThat(listed("--since", "45s")).containsExactly(ids.get(2), ids.get(1));
    }

    @Test
    void theClusterOfTheEnvironmentIsNoFilter() {
        night();
        bench.environment.put("QMASTER_CLUSTER", "Another Cluster");

        assertThat(listed()).hasSize(3);
    }

    @Test
    void listIsTheNewestFirstUnlessSortedOtherwiseAndEndsAtItsLimit() {
        List<String> ids = night();

        assertThat(listed()).containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(listed("--limit", "2")).containsExactly(ids.get(2), ids.get(1));
        assertThat(listed("--sort", "name")).endsWith(ids.get(0));
        assertThat(listed("--sort", "priority", "--limit", "1")).containsExactly(ids.get(1));
        assertThat(bench.run("list", "--limit", "0").code()).isEqualTo(2);
        assertThat(bench.run("list", "--sort", "colour").err()).contains("--sort", "priority");
    }

    @Test
    void listBeginsWithTheNameAndHasTimesPriorityAndLabels() {
        night();

        List<String> lines = bench.run("list", "--label", "reel=12").lines();

        assertThat(lines.get(0))
                .matches("NAME +ID +STATE +DONE +LEFT +ELAPSED +AGE +SUBMITTED +PRIORITY +CLUSTER +LABELS");
        assertThat(lines.get(1)).startsWith("clip.mov Transcode").contains("30s", "high", "This Computer", "reel=12");
    }

    @Test
    void listShowsTheColumnsThatAreWantedInTheirOrder() {
        night();

        assertThat(bench.run("list", "--columns", "state,name", "--limit", "1")
                        .lines()
                        .get(0))
                .matches("STATE +NAME");
    }

    @Test
    void listFitsTheTerminalAndShortensIdsOnlyThere() {
        List<String> ids = night();
        assertThat(bench.run("list").out()).contains(ids);

        for (int width : new int[] {40, 60, 80, 100, 140}) {
            bench.environment.put("COLUMNS", String.valueOf(width));
            List<String> lines = bench.run("list").lines();
            assertThat(lines).hasSize(4).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
            assertThat(lines.get(1)).contains(ids.get(2).substring(0, 8)).doesNotContain(ids.get(2));
        }
    }

    @Test
    void theFileThatFailedIsListedWithTheReason() {
        ScriptedBackend scripted = new ScriptedBackend();
        scripted.queues("B-1")
                .batch(BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME))
                .shows(Duration.ZERO, "Failed: no licence");
        Bench failing = new Bench(folder, scripted);
        failing.submit("--wait");

        assertThat(failing.run("list", "--all").out()).contains("clip.mov: no licence");
    }

    @Test
    void aListWithoutBatchesSaysSo() {
        Bench.Run none = bench.run("list");
        night();
        Bench.Run noMatch = bench.run("list", "--state", "FAILED");

        assertThat(none.out()).isEmpty();
        assertThat(none.err()).contains("there are no batches", "--all");
        assertThat(noMatch.code()).isZero();
        assertThat(noMatch.err()).contains("no batch matches");
        assertThat(bench.run("list", "--state", "FAILED", "--json").err()).isEmpty();
    }

    @Test
    void theBeginningOfAnIdIsEnoughIfItFitsNoOther() {
        List<String> ids = night();
        String begin = ids.get(1).substring(0, 8);

        assertThat(bench.run("status", begin, "--json")
                        .json()
                        .get(0)
                        .get("batchId")
                        .asString())
                .isEqualTo(ids.get(1));
        assertThat(bench.run("show", begin.toLowerCase(Locale.ROOT)).out()).contains(ids.get(1));
        assertThat(bench.run("logs", begin).code()).isZero();
        assertThat(bench.run("status", ids.get(1).substring(0, 5)).code()).isEqualTo(8);
    }

    @Test
    void aNameOrARequestIdStandsForItsBatch() {
        List<String> ids = night();

        assertThat(bench.run("status", "first reel", "--json")
                        .json()
                        .get(0)
                        .get("batchId")
                        .asString())
                .isEqualTo(ids.get(0));
        assertThat(bench.run("status", "once", "--json")
                        .json()
                        .get(0)
                        .get("batchId")
                        .asString())
                .isEqualTo(ids.get(1));
    }

    @Test
    void aNameOfSeveralBatchesIsRefusedAndNamesThem() {
        List<String> ids = night();

        Bench.Run run = bench.run("cancel", "clip.mov Transcode");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("may mean 2 batches", ids.get(1), ids.get(2));
        assertThat(stateOf(ids.get(1))).isNotEqualTo("CANCELLED");
    }

    @Test
    void cancelTakesFiltersAndNamesWhatItTouches() {
        List<String> ids = night();

        Bench.Run run = bench.run("cancel", "--label", "reel=12", "--yes");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("cancel 2 batches:", "first reel");
        assertThat(stateOf(ids.get(0))).isEqualTo("CANCELLED");
        assertThat(stateOf(ids.get(1))).isEqualTo("CANCELLED");
        assertThat(stateOf(ids.get(2))).isNotEqualTo("CANCELLED");
        assertThat(bench.run("cancel", "--label", "reel=12", "--yes").err()).contains("no batch matches");
    }

    @Test
    void filtersAreRefusedWithoutATerminalAndWithoutYes() {
        List<String> ids = night();

        Bench.Run run = bench.run("cancel", "--label", "reel=12");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("first reel", "no terminal to ask", "--yes");
        assertThat(stateOf(ids.get(0))).isNotEqualTo("CANCELLED");
        assertThat(bench.run("cancel").code()).isEqualTo(2);
        assertThat(bench.run("cancel", ids.get(0), "--label", "reel=12").code()).isEqualTo(2);
    }

    @Test
    void pauseAndResumeTakeFilters() {
        List<String> ids = night();

        assertThat(bench.run("pause", "--name", "first", "--yes").code()).isZero();
        assertThat(stateOf(ids.get(0))).isEqualTo("HOLD");
        assertThat(bench.run("resume", "--state", "HOLD", "--yes").code()).isZero();
        assertThat(stateOf(ids.get(0))).isNotEqualTo("HOLD");
    }

    @Test
    void waitTakesFiltersAndAsksNothing() {
        List<String> ids = night();

        Bench.Run run = bench.run("wait", "--label", "reel=12", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.events().stream()
                        .filter(event -> event.get("event").asString().equals("ended"))
                        .map(event -> event.get("batchId").asString()))
                .containsExactlyInAnyOrder(ids.get(0), ids.get(1));
        assertThat(bench.run("wait", "--label", "reel=12").err()).contains("no batch matches");
    }

    @Test
    void retryTakesFiltersAndLeavesOutWhatHasSucceeded() {
        List<String> ids = night();
        bench.run("cancel", ids.get(0));
        bench.run("cancel", ids.get(2));
        bench.run("wait", ids.get(1));

        Bench.Run run = bench.run("retry", "--since", "1d", "--yes");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(2).doesNotContainAnyElementsOf(ids);
        assertThat(run.err()).contains("retry 2 batches:");
        assertThat(bench.run("retry", "--since", "1d").code()).isEqualTo(2);
        assertThat(bench.run("retry", "--since", "1d", "--yes", "--wait").code())
                .isEqualTo(2);
    }

    @Test
    void clustersAreListedWithWhatWaitsThere() {
        night();

        JsonNode clusters = bench.run("clusters", "--json").json();

        assertThat(clusters.get(0).propertyNames())
                .containsExactly("cluster", "default", "waiting", "processing", "held", "lastSubmittedAt");
        assertThat(clusters.get(0).get("cluster").asString()).isEqualTo("This Computer");
        assertThat(clusters.get(0).get("default").asBoolean()).isTrue();
        assertThat(clusters.get(0).get("processing").asInt()
                        + clusters.get(0).get("waiting").asInt())
                .isEqualTo(3);
        assertThat(bench.run("clusters", "--cluster", "FCS Cluster").lines())
                .anyMatch(line -> line.startsWith("*") && line.contains("FCS Cluster"));
    }

    @Test
    void watchShowsWhatIsOpenAndWhatAppearsUntilItIsInterrupted() {
        List<String> ids = night();
        simulator.clock().schedule(Duration.ofMinutes(12), () -> bench.signal(Signal.INT));

        Bench.Run run = bench.run("watch", "--json");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.events().stream()
                        .filter(event -> event.get("event").asString().equals("ended"))
                        .map(event -> event.get("batchId").asString()))
                .contains(ids.get(0))
                .doesNotContain(ids.get(2));
        assertThat(run.events().stream().map(event -> event.get("batchId").asString()))
                .contains(ids.get(2));
        assertThat(stateOf(ids.get(2))).isNotEqualTo("CANCELLED");
    }

    @Test
    void watchOfSomeBatchesEndsWithThem() {
        List<String> ids = night();

        Bench.Run run = bench.run("watch", ids.get(0), ids.get(1));

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains(ids.get(1) + ": Successful").doesNotContain(ids.get(2));
        assertThat(bench.run("watch", "NOBODY").code()).isEqualTo(8);
    }
}
