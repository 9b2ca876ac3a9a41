package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.command.Signals.Signal;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Submitting many sources in several batches. */
class FeedingTest extends TenMinuteJobs {
    private Path media(int number) {
        for (int index = 0; index < number; index++) {
            old(bench.file("media/clip" + index + ".mov", "movie number " + index));
        }
        return folder.resolve("media");
    }

    private static Path old(Path file) {
        try {
            return Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Bench.Run fed(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "submit",
                folder.resolve("media").toString(),
                "--recursive",
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                bench.out().toString()));
        arguments.addAll(List.of(more));
        return bench.run(arguments.toArray(String[]::new));
    }

    private void after(Duration time, Runnable task) {
        simulator.clock().schedule(time, task);
    }

    private static JsonNode last(Bench.Run run) {
        List<JsonNode> events = run.events();
        return events.get(events.size() - 1);
    }

    private List<Path> outputs() {
        try (var files = Files.list(bench.out())) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void manySourcesAreSubmittedInSeveralBatchesWithOneSummary() {
        media(7);

        Bench.Run run = fed("--per-batch", "3", "--ahead", "1", "--wait");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(3).doesNotHaveDuplicates();
        assertThat(run.err()).endsWith("3 batches; sources: 7 successful\n").contains("(3 sources) to This Computer");
        assertThat(outputs()).hasSize(7);
        assertThat(bench.timesAwake).isPositive();
    }

    @Test
    void theEventsOfARunEndWithItsSummary() {
        media(4);

        Bench.Run run = fed("--per-batch", "2", "--wait", "--json", "--label", "reel=12");

        assertThat(run.eventNames().stream().filter(name -> name.equals("submitted")))
                .hasSize(2);
        assertThat(run.eventNames().stream().filter(name -> name.equals("ended")))
                .hasSize(2);
        JsonNode summary = last(run);
        assertThat(summary.get("event").asString()).isEqualTo("summary");
        assertThat(summary.get("batches").asInt()).isEqualTo(2);
        assertThat(summary.get("sources").get("successful").asInt()).isEqualTo(4);
        assertThat(summary.get("exitCode").asInt()).isZero();
        assertThat(summary.get("labels").get("reel").asString()).isEqualTo("12");
    }

    @Test
    void nothingFollowsTheSummaryWhileNotificationsAreDelivered() {
        bench = new Bench(
                folder,
                Simulator.onVirtualTime(
                        Scenario.builder().jobsTake(Duration.ofSeconds(5)).build()));
        bench.post = (webhook, notice, signature) -> new CompletableFuture<>();
        media(2);

        Bench.Run run = fed("--per-batch", "1", "--ahead", "1", "--json", "--notify", "https://hooks.example/");

        JsonNode summary = last(run);
        assertThat(summary.get("event").asString()).isEqualTo("summary");
        assertThat(run.eventNames().stream().filter(name -> name.equals("ended")))
                .hasSize(1);
        assertThat(summary.get("sources").get("successful").asInt()).isEqualTo(1);
        assertThat(summary.get("sources").get("running").asInt()).isEqualTo(1);
    }

    @Test
    void withoutWaitingItReturnsWhenEverythingIsQueued() {
        media(4);

        Bench.Run run = fed("--per-batch", "2");

        assertThat(run.code()).isZero();
        assertThat(run.err()).endsWith("2 batches; sources: 4 running\n");
        assertThat(bench.run("list", "--json").json()).hasSize(2);
    }

    @Test
    void aBadSourceIsSetAsideWithItsReasonAndTheOthersGoOn() {
        media(5);
        old(bench.file("media/empty.mov", ""));

        Bench.Run run = fed("--per-batch", "6", "--wait");
        Bench.Run json = fed("--per-batch", "6", "--skip-complete", "--json", "--wait");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains("qmaster: set aside " + folder.resolve("media/empty.mov"), "is empty")
                .endsWith("1 batch; sources: 5 successful, 1 set aside\n");
        JsonNode rejected = json.events().stream()
                .filter(event -> event.get("event").asString().equals("rejected"))
                .findFirst()
                .orElseThrow();
        assertThat(rejected.get("source").asString()).endsWith("empty.mov");
        assertThat(rejected.get("error").get("code").asString()).isEqualTo("SOURCE_EMPTY");
        assertThat(last(json).get("exitCode").asInt()).isEqualTo(3);
    }

    @Test
    void aDryRunPrintsTheCommandOfEachBatchAndNamesBadSources() {
        media(5);
        old(bench.file("media/empty.mov", ""));

        Bench.Run run = fed("--per-batch", "3", "--dry-run");
        Bench.Run json = fed("--per-batch", "3", "--dry-run", "--json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.lines().stream().map(line -> line.split("-jobpath", -1).length - 1))
                .containsExactly(3, 2);
        assertThat(run.err()).contains("qmaster: set aside " + folder.resolve("media/empty.mov"));
        assertThat(json.events().stream().filter(document -> document.has("command")))
                .hasSize(2);
        assertThat(bench.journal.entries()).isEmpty();
        assertThat(bench.out()).doesNotExist();
    }

    @Test
    void theFirstControlCDrains() {
        media(6);
        after(Duration.ofMinutes(5), () -> bench.signal(Signal.INT));

        Bench.Run run = fed("--per-batch", "1", "--ahead", "2", "--wait", "--json");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.eventNames()).contains("draining");
        assertThat(last(run).get("drained").asBoolean()).isTrue();
        assertThat(last(run).get("sources").get("successful").asInt()).isEqualTo(2);
        assertThat(last(run).get("sources").get("left").asInt()).isEqualTo(4);
        assertThat(bench.run("list", "--json", "--state", "CANCELLED").json()).isEmpty();
    }

    @Test
    void theSecondControlCCancelsWhatRuns() {
        media(6);
        after(Duration.ofMinutes(5), () -> bench.signal(Signal.INT));
        after(Duration.ofMinutes(6), () -> bench.signal(Signal.INT));

        Bench.Run run = fed("--per-batch", "1", "--ahead", "2", "--wait");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err())
                .contains("draining: nothing further is submitted", "no batch of this run is known to be running");
        assertThat(bench.run("list", "--json", "--state", "CANCELLED").json()).hasSize(2);
    }

    @Test
    void aSecondTermLeavesWhatRuns() {
        media(6);
        after(Duration.ofMinutes(5), () -> bench.signal(Signal.TERM));
        after(Duration.ofMinutes(6), () -> bench.signal(Signal.TERM));

        Bench.Run run = fed("--per-batch", "1", "--ahead", "2", "--wait");

        assertThat(run.code()).isEqualTo(143);
        assertThat(run.err()).contains("2 batches are left running");
        assertThat(bench.run("list", "--json", "--state", "CANCELLED").json()).isEmpty();
    }

    @Test
    void theSameRequestIdGoesOnWhereItWas() {
        media(6);
        after(Duration.ofMinutes(5), () -> bench.signal(Signal.TERM));
        after(Duration.ofMinutes(6), () -> bench.signal(Signal.TERM));
        fed("--per-batch", "1", "--ahead", "2", "--wait", "--request-id", "night");

        Bench.Run second = fed("--per-batch", "1", "--ahead", "2", "--wait", "--request-id", "night", "--json");
        Bench.Run third = fed("--per-batch", "1", "--ahead", "2", "--wait", "--request-id", "night", "--json");

        assertThat(second.code()).as(second.err()).isZero();
        assertThat(last(second).get("sources").get("successful").asInt()).isEqualTo(6);
        assertThat(last(third).get("sources").get("successful").asInt()).isEqualTo(6);
        assertThat(third.eventNames()).doesNotContain("submitted");
        assertThat(bench.run("list", "--json", "--all", "--request-id", "night").json())
                .hasSize(6);
        assertThat(outputs()).hasSize(6);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void theRequestIdOfARunOfSeveralBatchesStandsForNoneOfThem() {
        media(3);
        fed("--per-batch", "1", "--request-id", "night");

        for (String command : List.of("status", "wait", "cancel", "show")) {
            Bench.Run run = bench.run(command, "night");
            assertThat(run.code()).as(command).isEqualTo(2);
            assertThat(run.err()).contains("\"night\" is the request id of a run of 3 batches", "--request-id night");
        }
    }

    @Test
    void oneProcessFeedsARun() {
        media(6);
        List<Bench.Run> other = new ArrayList<>();
        after(Duration.ofMinutes(1), () -> other.add(fed("--per-batch", "1", "--request-id", "night")));

        Bench.Run run = fed("--per-batch", "1", "--ahead", "1", "--wait", "--request-id", "night");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(other).singleElement().satisfies(refused -> {
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("another process is submitting the run \"night\"");
        });
    }

    @Test
    void aRequestIdOfARunBelongsToItsSettings() {
        media(2);
        fed("--per-batch", "1", "--request-id", "night");
        Path other = bench.file("other.compressorsetting", content(bench.setting()));

        Bench.Run run = bench.run(
                "submit",
                folder.resolve("media").toString(),
                "--recursive",
                "--setting",
                other.toString(),
                "--destination-dir",
                folder.resolve("elsewhere").toString(),
                "--per-batch",
                "1",
                "--request-id",
                "night");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("belongs to another request");
    }

    @Test
    void aLinkThatLeadsNowhereIsSetAside() throws IOException {
        Path media = media(1);
        Files.createSymbolicLink(media.resolve("lost.mov"), folder.resolve("nowhere.mov"));

        Bench.Run run = fed("--per-batch", "1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("set aside", "lost.mov", "1 running", "1 set aside");
    }

    @Test
    void aFolderThatIsMissingIsWaitedFor() {
        Path media = media(2);
        Path away = folder.resolve("away");
        rename(media, away);
        after(Duration.ofMinutes(25), () -> rename(away, media));

        Bench.Run run = fed("--wait-for-volume", "1h", "--wait", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.eventNames().subList(0, 2)).containsExactly("volumeMissing", "volumeBack");
        assertThat(last(run).get("sources").get("successful").asInt()).isEqualTo(2);
    }

    @Test
    void aVolumeThatIsGoneIsWaitedFor() {
        Path media = media(2);
        Path away = folder.resolve("away");
        rename(media, away);
        after(Duration.ofMinutes(25), () -> rename(away, media));
        String[] sources = {
            "submit",
            media.resolve("clip0.mov").toString(),
            media.resolve("clip1.mov").toString()
        };
        List<String> arguments = new ArrayList<>(List.of(sources));
        arguments.addAll(List.of(
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                bench.out().toString(),
                "--wait-for-volume",
                "1h",
                "--wait",
                "--json"));

        Bench.Run run = bench.run(arguments.toArray(String[]::new));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.eventNames().subList(0, 2)).containsExactly("volumeMissing", "volumeBack");
        assertThat(last(run).get("sources").get("successful").asInt()).isEqualTo(2);
    }

    @Test
    void theOrderIsThatWhichIsWanted() {
        old(bench.file("media/b.mov", "long enough"));
        old(bench.file("media/a.mov", "longer than the other one"));
        old(bench.file("media/c.mov", "x"));

        Bench.Run run = fed("--per-batch", "1", "--order", "smallest", "--json");

        assertThat(run.events().stream()
                        .filter(event -> event.get("event").asString().equals("submitted"))
                        .map(event -> Path.of(event.get("targets")
                                        .get(0)
                                        .get("source")
                                        .asString())
                                .getFileName()
                                .toString()))
                .containsExactly("c.mov", "b.mov", "a.mov");
    }

    @Test
    void whatMakesNoSenseIsAnErrorOfTheCommandLine() {
        media(1);

        assertThat(fed("--per-batch", "0").code()).isEqualTo(2);
        assertThat(fed("--ahead", "none").code()).isEqualTo(2);
        assertThat(fed("--order", "random").err()).contains("given or name or oldest or smallest");
        assertThat(fed("--per-batch", "1", "--wait", "--timeout", "1h").err()).contains("--timeout");
        assertThat(fed("--per-batch", "1", "--request-id", "x".repeat(190)).code())
                .isEqualTo(2);
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
