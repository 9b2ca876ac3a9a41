package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.qmaster.cli.command.Signals.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Submitting the files that arrive in folders. */
class FolderTest extends TenMinuteJobs {
    private Path arrived(String name) throws IOException {
        return Files.setLastModifiedTime(bench.file(name, "movie " + name), FileTime.from(Instant.EPOCH));
    }

    private Path hot() throws IOException {
        return Files.createDirectories(folder.resolve("hot"));
    }

    private void after(Duration time, Runnable task) {
        simulator.clock().schedule(time, task);
    }

    /** Runs the command until it is terminated after an hour. */
    private Bench.Run watched(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("folder", hot().toString()));
        arguments.addAll(List.of("--setting", bench.setting().toString()));
        arguments.addAll(List.of("--destination-dir", bench.out().toString()));
        arguments.addAll(List.of(more));
        return run(arguments);
    }

    private Bench.Run run(List<String> arguments) {
        after(Duration.ofHours(1), () -> bench.signal(Signal.TERM));
        return bench.run(arguments.toArray(String[]::new));
    }

    private List<String> in(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatArrivesIsSubmittedAndMovedAside() throws Exception {
        arrived("hot/a.mov");
        arrived("hot/b.mov");

        Bench.Run run = watched("--ahead", "1");

        assertThat(run.code()).as(run.err()).isEqualTo(143);
        assertThat(run.lines()).hasSize(2);
        assertThat(run.err())
                .contains(
                        "watching 1 folder",
                        folder.resolve("hot/a.mov") + " is successful: moved to " + folder.resolve("hot/done/a.mov"))
                .endsWith("2 batches; sources: 2 successful\n");
        assertThat(in("hot/done")).containsExactly("a.mov", "a.mov.json", "b.mov", "b.mov.json");
        assertThat(in("out")).containsExactly("a.mov", "b.mov");
        assertThat(bench.run("list", "--all", "--json", "--request-id", "folder")
                        .json())
                .hasSize(2);
    }

    @Test
    void aBadFileIsMovedToFailedAndItsExitCodeIsThatOfTheRun() throws Exception {
        arrived("hot/good.mov");
        Files.createFile(folder.resolve("hot/empty.mov"));

        Bench.Run run = watched("--json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(in("hot/failed")).containsExactly("empty.mov", "empty.mov.json");
        JsonNode sidecar = JsonMapper.shared().readTree(Files.readString(folder.resolve("hot/failed/empty.mov.json")));
        assertThat(sidecar.get("outcome").asString()).isEqualTo("rejected");
        assertThat(sidecar.get("code").asString()).isEqualTo("SOURCE_EMPTY");
        assertThat(run.eventNames()).contains("submitted", "ended", "rejected", "filed", "draining", "summary");
    }

    @Test
    void theSecondSignalLeavesWhatRunsAndTheNextRunGoesOn() throws Exception {
        arrived("hot/a.mov");
        after(Duration.ofMinutes(5), () -> bench.signal(Signal.TERM));
        after(Duration.ofMinutes(6), () -> bench.signal(Signal.TERM));
        Bench.Run first = watched();

        Bench.Run second = watched("--json");

        assertThat(first.code()).isEqualTo(143);
        assertThat(first.err()).contains("1 batch is left running");
        assertThat(second.code()).as(second.err()).isEqualTo(143);
        assertThat(bench.run("list", "--all", "--json").json()).hasSize(1);
        assertThat(in("hot/done")).containsExactly("a.mov", "a.mov.json");
    }

    @Test
    void outputsOfEarlierBatchesArePassedOver() throws Exception {
        bench.run(
                "submit",
                bench.clip().toString(),
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                hot().toString(),
                "--wait");

        Bench.Run run = run(List.of(
                "folder",
                hot().toString(),
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                folder.resolve("elsewhere").toString(),
                "--json"));

        assertThat(run.code()).isEqualTo(143);
        assertThat(run.eventNames()).contains("passedOver").doesNotContain("submitted");
    }

    @Test
    void eachFolderOfADocumentHasItsOwnSettingAndDestination() throws Exception {
        arrived("in/hd/a.mov");
        arrived("in/proxy/a.mov");
        Path document = bench.file("folders.json", """
                {"folders": [
                  {"folder": "%1$s/in/hd", "settings": ["%2$s"], "destinationDir": "%1$s/out/hd"},
                  {"folder": "%1$s/in/proxy", "settings": ["%2$s", "%3$s"], "suffixes": ["-1", "-2"],
                   "destinationDir": "%1$s/out/proxy", "stableFor": "2m", "labels": {"reel": "12"}}]}
                """.formatted(folder, bench.setting(), bench.setting("Other")));

        Bench.Run run = run(List.of("folder", "--folders", document.toString(), "--verbose"));

        assertThat(run.code()).as(run.err()).isEqualTo(143);
        assertThat(in("out/hd")).containsExactly("a.mov");
        assertThat(in("out/proxy")).containsExactly("a-1.mov", "a-2.mov");
        assertThat(bench.run("list", "--all", "--json", "--label", "reel=12").json())
                .hasSize(1);
    }

    @Test
    void whatDoesNotFitTogetherIsReportedBeforeAnythingIsMoved() throws Exception {
        arrived("hot/a.mov");

        assertThat(bench.run("folder").code()).isEqualTo(2);
        assertThat(bench.run("folder", hot().toString()).err()).contains("no --setting was given for the folder");
        assertThat(watched("--ahead", "0").code()).isEqualTo(2);
        assertThat(watched("--stable-for", "0s").code()).isEqualTo(2);
        assertThat(watched("--request-id", "x".repeat(190)).code()).isEqualTo(2);
        assertThat(watched("--image-sequence").code()).isEqualTo(2);
        Bench.Run inside = run(List.of(
                "folder",
                hot().toString(),
                "--setting",
                bench.setting().toString(),
                "--destination-dir",
                folder.resolve("hot/out").toString()));
        assertThat(inside.code()).isEqualTo(3);
        assertThat(inside.err()).contains("is in the hot folder");
        assertThat(run(List.of(
                                "folder",
                                folder.resolve("none").toString(),
                                "--setting",
                                bench.setting().toString(),
                                "--destination-dir",
                                bench.out().toString()))
                        .code())
                .isEqualTo(3);
        assertThat(in("hot")).containsExactly("a.mov");
    }

    private static List<String> faults(String document) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("examples/folders.schema.json")));
        return schema.validate(document, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void theExampleIsWithinTheSchema() throws Exception {
        assertThat(faults(Files.readString(Path.of("examples/folders.json")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"folders\": []}",
                "{\"folders\": [{}]}",
                "{\"folders\": [{\"folder\": \" \"}]}",
                "{\"folders\": [{\"folder\": \"in\", \"setings\": [\"x\"]}]}",
                "{\"folders\": [{\"folder\": \"in\", \"settings\": \"x\"}]}",
                "{\"folders\": [{\"folder\": \"in\", \"settings\": []}]}",
                "{\"folders\": [{\"folder\": \"in\", \"stableFor\": \"soon\"}]}",
                "{\"folders\": [{\"folder\": \"in\", \"overwrite\": \"yes\"}]}",
                "{\"folders\": [{\"folder\": \"in\", \"labels\": [1]}]}",
                "{\"folders\": [{\"folder\": \"in\", \"labels\": {\"a\": 1}}]}"
            })
    void aMistakeInADocumentIsRefusedAndAgainstTheSchema(String document) throws Exception {
        Path file = bench.file("folders.json", document);

        Bench.Run run = run(List.of("folder", "--folders", file.toString()));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("folders.json");
        assertThat(faults(document)).isNotEmpty();
    }
}
