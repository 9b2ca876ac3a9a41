package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Trigger;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The built program drives Compressor of every dialect: stand-ins, as real processes. */
@Timeout(value = 10, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class CompressorProgramIT {
    private static final String DASH = "-resetBackgroundProcessing.mov";
    private static final List<String> HARD_NAMES = List.of(
            "two  words.mov",
            "\"double\" and 'single'.mov",
            "$(touch oops) `touch oops` ; & |.mov",
            "a%20b.mov",
            Normalizer.normalize("Überführung composed.mov", Normalizer.Form.NFC),
            Normalizer.normalize("Überführung decomposed.mov", Normalizer.Form.NFD),
            "a line\nand another.mov",
            "x".repeat(196) + ".mov");
    private static final Scenario QUICK = Scenario.builder().speed(200).build();
    /** A batch begins after an hour, and both halves of the clip are encoded half an hour later. */
    private static final Scenario SLOW = Scenario.parse(
            "{\"durations\": {\"dispatch\": \"1h\", \"job\": \"1h\", \"joining\": \"1m\", \"variation\": 0}}");

    private static final Scenario CLUSTER_DOWN = Scenario.parse("""
            {"clusters": [{"name": "A Cluster That Is Down", "nodes": [{"name": "node-1"}]}],
             "faults": [{"fault": "cluster-down", "cluster": "A Cluster That Is Down"}]}
            """);

    private final List<StandInMac> macs = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void endServices() throws Exception {
        for (StandInMac mac : macs) {
            mac.endService();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = StandInMac.SAME_DIALECT)
    void sourcesAndFoldersWithHardNamesAreEncodedInOneBatch(StandInGeneration generation) throws Exception {
        Path in = Files.createDirectories(folder.resolve("in %20 $(touch oops)\n" + HARD_NAMES.get(4)));
        Path out = folder.resolve("-out \"$HOME\" 'x' " + HARD_NAMES.get(5) + "\n" + "y".repeat(150));
        List<Path> sources = new ArrayList<>();
        for (String name : HARD_NAMES) {
            sources.add(source(in.resolve(name)));
        }
        List<String> arguments = new ArrayList<>(List.of("submit", "--wait", "--json", "--poll", "PT0.5S"));
        arguments.addAll(List.of("--setting", setting(), "--destination-dir", out.toString()));
        arguments.add("--");
        sources.forEach(source -> arguments.add(source.toString()));
        sources.add(source(folder.resolve(DASH)));
        // Relative to the working directory of the program.
        arguments.add(DASH);

        DrivenCompressor compressor = driven(generation, QUICK);
        compressor.qmaster().inOwnProcesses();
        QmasterProgram.Result result = compressor.run(arguments.toArray(String[]::new));

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode targets = last(result).get("targets");
        assertThat(targets).hasSize(sources.size());
        for (int job = 0; job < sources.size(); job++) {
            Path source = sources.get(job);
            Path output = out.resolve(source.getFileName());
            assertThat(targets.get(job).get("source").asString()).isEqualTo(source.toString());
            assertThat(targets.get(job).get("path").asString()).isEqualTo(output.toString());
            assertThat(output).hasSameTextualContentAs(source);
        }
        assertThat(folder.resolve("oops")).doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = StandInMac.SAME_DIALECT)
    void laterProcessesAskForTheBatchWaitForItAndListIt(StandInGeneration generation) throws Exception {
        StandInMac.AndTime installed = StandInMac.withTimeByHand(DrivenCompressor.place(folder), generation, SLOW);
        DrivenCompressor compressor = driven(installed.mac());
        String id = compressor.submit().out().strip();

        JsonNode waiting = compressor.run("status", id, "--json").json().get(0);
        installed.time().advance(Duration.ofMinutes(75));
        JsonNode before = compressor.run("status", id, "--json").json().get(0);
        installed.time().advance(Duration.ofMinutes(90));
        QmasterProgram.Result wait = compressor.run("wait", id, "--poll", "PT0.5S");
        QmasterProgram.Result list = compressor.run("list", "--json");

        assertThat(waiting.get("batchId").asString()).isEqualTo(id);
        assertThat(waiting.get("state").asString()).isEqualTo("WAITING");
        assertThat(before.get("state").asString()).isEqualTo("PROCESSING");
        assertThat(wait.code()).as(wait.err()).isZero();
        assertThat(wait.err()).endsWith(compressor.out().resolve("clip.mov") + "\n");
        if (generation == StandInGeneration.FINAL_CUT_STUDIO) {
            assertThat(list.code()).isEqualTo(9);
        } else {
            assertThat(list.json().get(0).get("batchId").asString()).isEqualTo(id);
            assertThat(list.json().get(0).get("state").asString()).isEqualTo("SUCCESSFUL");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"COMPRESSOR_4", "COMPRESSOR_5_4"})
    void aBatchIsPausedResumedAndCancelled(StandInGeneration generation) throws Exception {
        StandInMac.AndTime installed = StandInMac.withTimeByHand(DrivenCompressor.place(folder), generation, SLOW);
        DrivenCompressor compressor = driven(installed.mac());
        String id = compressor.submit().out().strip();
        installed.time().advance(Duration.ofMinutes(75));

        QmasterProgram.Result pause = compressor.run("pause", id, "--json");
        QmasterProgram.Result resume = compressor.run("resume", id, "--json");
        QmasterProgram.Result cancel = compressor.run("cancel", id, "--json");

        assertThat(pause.json().get(0).get("state").asString()).isEqualTo("HOLD");
        assertThat(resume.json().get(0).get("state").asString()).isEqualTo("PROCESSING");
        assertThat(cancel.json().get(0).get("state").asString()).isEqualTo("CANCELLED");
        assertThat(List.of(pause.code(), resume.code(), cancel.code())).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "pause", "resume"})
    void whatFinalCutStudioCannotDoIsSaidBeforeAnythingStarts(String action) throws Exception {
        DrivenCompressor compressor = finalCutStudioThatIsKnown();

        QmasterProgram.Result result = compressor.run(action, "1BA7A7B7-6B4C-4F0C-9E33-C4F3C54A7E11", "--json");

        assertThat(result.code()).isEqualTo(9);
        assertThat(result.error().get("code").asString()).isEqualTo("UNSUPPORTED");
        assertThat(compressor.mac().calls()).isEmpty();
    }

    @Test
    void aTimeoutThatCouldNotCancelIsRefusedBeforeAnythingIsSubmitted() throws Exception {
        DrivenCompressor compressor = finalCutStudioThatIsKnown();

        QmasterProgram.Result result = compressor.submit("--wait", "--timeout", "10m", "--json");

        assertThat(result.code()).isEqualTo(9);
        assertThat(result.error().get("hint").asString()).contains("--detach-on-timeout");
        assertThat(compressor.mac().calls()).isEmpty();
        assertThat(compressor.out()).doesNotExist();
    }

    @Test
    void aTimeoutThatLeavesTheBatchIsFineWithFinalCutStudio() throws Exception {
        QmasterProgram.Result result = driven(StandInGeneration.FINAL_CUT_STUDIO, QUICK)
                .submit("--wait", "--timeout", "10m", "--detach-on-timeout", "--poll", "PT0.5S");

        assertThat(result.code()).as(result.err()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = StandInMac.SAME_DIALECT)
    void aClusterThatIsDownIsReplacedByThisComputer(StandInGeneration generation) throws Exception {
        QmasterProgram.Result result =
                driven(generation, CLUSTER_DOWN).submit("--cluster", "A Cluster That Is Down", "--json");

        assertThat(result.code()).as(result.err()).isZero();
        JsonNode submitted = result.events().get(0);
        assertThat(submitted.get("fellBack").booleanValue()).isTrue();
        assertThat(submitted.get("requestedCluster").asString()).isEqualTo("A Cluster That Is Down");
        assertThat(submitted.get("cluster").asString()).isEqualTo("This Computer");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = StandInMac.SAME_DIALECT)
    void aClusterThatIsDownIsAFailureIfNothingMayReplaceIt(StandInGeneration generation) throws Exception {
        QmasterProgram.Result result = driven(generation, CLUSTER_DOWN)
                .submit("--cluster", "A Cluster That Is Down", "--no-fallback", "--json");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.error().get("code").asString()).isEqualTo("CLUSTER_NOT_FOUND");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = StandInMac.SAME_DIALECT)
    void aRefusalIsToldInCompressorsWords(StandInGeneration generation) throws Exception {
        Scenario refusing = Scenario.builder()
                .fault(new Fault.SubmissionRefused(Trigger.ALWAYS))
                .build();

        QmasterProgram.Result result = driven(generation, refusing).submit("--json");

        // Without a list of batches, a queue that refuses may still have the batch.
        boolean known = generation != StandInGeneration.FINAL_CUT_STUDIO;
        assertThat(result.code()).isEqualTo(known ? 4 : 6);
        assertThat(result.error().get("message").asString())
                .contains(
                        "Submission Error: Error Domain=com.apple.compressor.ErrorDomain Code=1 \"Unable to submit to queue.");
        assertThat(result.error().get("outcome").asString()).isEqualTo(known ? "NOT_QUEUED" : "UNKNOWN");
    }

    @Test
    void aCompressorThatIsNotInstalledIsSaid() throws Exception {
        QmasterProgram.Result result = new QmasterProgram(folder)
                .inThisProcess()
                .submit("--backend", "compressor", "--compressor", folder.resolve("none") + "", "--json");

        assertThat(result.code()).isEqualTo(5);
        assertThat(result.error().get("code").asString()).isEqualTo("ENGINE_NOT_INSTALLED");
        assertThat(result.error().get("hint").asString()).contains("install Compressor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "wait", "cancel", "pause", "resume"})
    void anIdThatWouldBeAFlagIsRefusedBeforeAnyProcessStarts(String command) throws Exception {
        DrivenCompressor compressor = driven(StandInGeneration.COMPRESSOR_5_4, QUICK);

        QmasterProgram.Result asOption = compressor.run(command, "-resetBackgroundProcessing");
        QmasterProgram.Result asId = compressor.run(command, "--", "-resetBackgroundProcessing");

        assertThat(asOption.code()).isEqualTo(2);
        assertThat(asId.code()).isEqualTo(2);
        assertThat(asId.err()).contains("-resetBackgroundProcessing");
        assertThat(compressor.mac().calls()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = StandInMac.SAME_DIALECT)
    void theDoctorFindsThatASubmissionWouldWork(StandInGeneration generation) throws Exception {
        DrivenCompressor compressor = driven(generation, QUICK);

        QmasterProgram.Result result = compressor.run("doctor", "--json");

        assertThat(result.code()).as(result.out()).isZero();
        assertThat(result.out()).contains(generation.word().replaceFirst("\\..*", ""));
        assertThat(compressor.mac().calls()).noneMatch(call -> call.contains("-jobpath"));
    }

    /** The generation need not be queried. */
    private DrivenCompressor finalCutStudioThatIsKnown() throws IOException {
        return driven(StandInGeneration.FINAL_CUT_STUDIO, QUICK).with("--generation", "final-cut-studio");
    }

    private DrivenCompressor driven(StandInGeneration generation, Scenario scenario) throws IOException {
        return driven(new StandInMac(DrivenCompressor.place(folder), generation, scenario));
    }

    private DrivenCompressor driven(StandInMac mac) throws IOException {
        macs.add(mac);
        return DrivenCompressor.of(mac.notingCalls(), folder);
    }

    private static JsonNode last(QmasterProgram.Result result) {
        List<JsonNode> events = result.events();
        return events.get(events.size() - 1);
    }

    private static Path source(Path file) throws IOException {
        return StandInMac.movie(file);
    }

    private static String setting() {
        return QmasterProgram.setting().toString();
    }
}
