package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.port.Deadline;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Trigger;
import io.qmaster.simulator.standin.StandIn;
import io.qmaster.simulator.standin.StandInGeneration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stand-in applications as processes: everything that a test in one process cannot check. */
@Execution(ExecutionMode.CONCURRENT)
class StandInProcessTest {
    private static final Scenario QUICK = Scenario.builder().speed(20).build();
    private static final Scenario SLOW =
            Scenario.builder().jobsTake(Duration.ofHours(1)).build();

    @TempDir
    private Path folder;

    private final List<StandInMac> macs = new ArrayList<>();

    private StandInMac mac(StandInGeneration generation, Scenario scenario) throws Exception {
        StandInMac mac = new StandInMac(folder, generation, scenario);
        macs.add(mac);
        return mac;
    }

    @AfterEach
    void endServices() throws Exception {
        for (StandInMac mac : macs) {
            mac.endService();
        }
    }

    @Test
    void theQueueGoesOnByItselfUntilItIsEmptyAndThenTheServiceLeaves() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_5_4, QUICK);

        mac.submit("clip").ended();
        mac.awaitQuiet();

        // Only the service can have encoded it since, and a service removes its mark when it ends.
        assertThat(mac.output("clip.mov")).hasContent(StandInMac.MOVIE + "clip.mov");
        assertThat(mac.standIn().state().resolve("service")).isEmptyFile();
        try (Stream<Path> written = Files.walk(mac.standIn().state())) {
            assertThat(written.filter(Files::isRegularFile))
                    .as("only the owner can read the files of the state")
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void aStandInThatWasMovedWorksWhereItIs() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_4, QUICK);
        Path moved = Files.move(mac.standIn().folder(), folder.resolve("other apps' folder"));
        StandIn there = new StandIn(moved, StandInGeneration.COMPRESSOR_4);

        mac.start(
                        Files.createSymbolicLink(folder.resolve("compressor"), there.compressor()),
                        Map.of(),
                        "-jobpath",
                        mac.source("clip.mov").toString(),
                        "-settingpath",
                        moved.resolve(mac.standIn().folder().relativize(mac.setting()))
                                .toString(),
                        "-locationpath",
                        mac.output("clip.mov").toString())
                .ended();

        assertThat(mac.start(there.compressor(), Map.of(), "-monitor", "-once")
                        .ended()
                        .output())
                .contains("<batchStatus name=\"clip.mov\"");
        assertThat(mac.standIn().folder()).doesNotExist();
    }

    /** An installation with umask 000, in a folder that every user may write to. */
    @Test
    void onlyItsOwnerCanReplaceAnyFileOfAStandIn() throws Exception {
        Set<PosixFilePermission> everybody = PosixFilePermissions.fromString("rwxrwxrwx");
        Path apps = Files.createDirectory(folder.resolve("apps"));
        Path contents = Files.createDirectories(apps.resolve("Compressor.app/Contents"));
        Path info = Files.writeString(contents.resolve("Info.plist"), "old");
        for (Path path : List.of(apps, contents.getParent(), contents, info)) {
            Files.setPosixFilePermissions(path, everybody);
        }

        StandIn.install(apps, StandInGeneration.FINAL_CUT_STUDIO, QUICK);

        try (Stream<Path> made = Files.walk(apps)) {
            assertThat(made.filter(path -> !path.equals(apps)))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .matches("rwx------|rw-------"));
        }
        assertThat(Files.getPosixFilePermissions(apps)).isEqualTo(everybody);
    }

    @Test
    void theServiceHoldsOnToTheOutputOfTheCallThatStartedIt() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_4, QUICK);
        Process call = new ProcessBuilder(
                        mac.standIn().compressor().toString(),
                        "-jobpath",
                        mac.source("clip.mov").toString(),
                        "-settingpath",
                        mac.setting().toString(),
                        "-locationpath",
                        mac.output("clip.mov").toString())
                .start();

        String told = new String(call.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(told).contains("<batchID ");
        // The output ended with the service, after the end of the batch.
        assertThat(mac.output("clip.mov")).hasContent(StandInMac.MOVIE + "clip.mov");
    }

    @Test
    void twentyProcessesSubmitAtOnceAndEveryBatchIsThereOnce() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_5_4, SLOW);
        List<String> names = IntStream.range(0, 20).mapToObj(at -> "clip" + at).toList();
        List<StandInMac.Call> calls = new ArrayList<>();
        for (String name : names) {
            calls.add(mac.submit(name));
        }
        List<String> ids = new ArrayList<>();
        for (StandInMac.Call call : calls) {
            ids.add(call.ended().id("batchID").orElseThrow());
        }

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(mac.batches()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void callsThatAreKilledLeaveAStateThatTheNextOneCanUse() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_5_4, SLOW);
        List<String> told = new ArrayList<>();
        List<String> started = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            String name = "clip" + number;
            StandInMac.Call call = mac.submit(name);
            started.add(name);
            // At later and later moments of its run.
            call.process().waitFor(60L * number, TimeUnit.MILLISECONDS);
            call.process().destroyForcibly();
            call.ended();
            if (number == 5) {
                mac.service().ifPresent(ProcessHandle::destroyForcibly);
            }
            if (call.id("batchID").isPresent()) {
                told.add(name);
            }
        }

        assertThat(mac.submit("last").ended().id("batchID")).isPresent();
        started.add("last");

        assertThat(mac.batches())
                .doesNotHaveDuplicates()
                .containsAll(told)
                .contains("last")
                .isSubsetOf(started);
    }

    @Test
    void withoutItsServiceTheNextCallDoesWhatIsDue() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_5_4, QUICK);
        String batch = mac.submit("clip").ended().id("batchID").orElseThrow();
        mac.endService();

        String told = mac.compressor("-monitor", "-batchid", batch, "-query", "1", "-timeout", "30")
                .ended()
                .output();

        assertThat(told).contains("status=\"Successful\"");
        assertThat(mac.output("clip.mov")).hasContent(StandInMac.MOVIE + "clip.mov");
    }

    @Test
    void aSubmissionThatHangsCanIgnoreTheSignalTerm() throws Exception {
        StandInMac mac = mac(
                StandInGeneration.COMPRESSOR_5_4,
                Scenario.builder()
                        .jobsTake(Duration.ofHours(1))
                        .fault(new Fault.SubmissionHangs(true, true, Trigger.call(1)))
                        .build());
        StandInMac.Call hanging = mac.submit("hangs");
        // It ignores the signal before it starts the service.
        while (mac.service().isEmpty()) {
            assertThat(hanging.process().waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }

        hanging.process().destroy();

        assertThat(hanging.process().waitFor(1, TimeUnit.SECONDS)).isFalse();
        hanging.process().destroyForcibly();
        assertThat(hanging.ended().id("batchID")).isEmpty();
    }

    @Test
    void namesInEveryScriptSurviveInAnyLocale() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_5_4, QUICK);
        String name = "\"ű\" e\u0301 é 日本 🎬 $(x) %20";

        mac.start(
                        mac.standIn().compressor(),
                        Map.of("LC_ALL", "C"),
                        "-batchname",
                        name,
                        "-jobpath",
                        mac.source("ű e\u0301 日本.mov").toString(),
                        "-settingpath",
                        mac.setting().toString(),
                        "-locationpath",
                        mac.output("ű e\u0301 日本.mov").toString())
                .ended();
        mac.awaitQuiet();

        assertThat(mac.compressor("-monitor", "-once").ended().output()).contains("name=\"" + name + "\"");
        assertThat(mac.output("ű e\u0301 日本.mov")).exists();
    }

    @Test
    void theMonitorSpeaksTheLanguageOfTheCaller() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_4, SLOW);
        mac.submit("clip").ended();

        StandInMac.Call call = mac.start(
                mac.standIn().compressor(), Map.of("LC_ALL", "hu_HU.UTF-8", "TZ", "UTC"), "-monitor", "-once");

        assertThat(call.ended().output()).containsPattern("submissionTime=\"\\d{4}\\. \\d\\d\\. \\d\\d\\., \\d\\d:");
    }

    @ParameterizedTest
    @EnumSource
    void theAdapterFindsProgramVersionGenerationAndSettings(StandInGeneration generation) throws Exception {
        StandInMac mac = mac(generation, QUICK);
        CompressorBackend backend = new CompressorBackend(mac.configuration().build());

        EngineHealth health = backend.engine().health(Deadline.after(Duration.ofMinutes(5), backend.timekeeper()));

        assertThat(health.isReady()).isTrue();
        assertThat(health.toString()).contains("its version is " + generation.version());
        assertThat(backend.settings().all())
                .extracting(SettingFacts::name)
                .contains("HD 720p", "Apple ProRes 422 HQ", "TIFF Image Sequence");
    }

    @Test
    void aTranscoderWithoutIdleServicesIsSeenInTheLogThatAStandInWrites() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_5_4, Scenario.parse("""
                {"durations": {"dispatch": "0s", "job": "1h"},
                 "clusters": [{"name": "This Computer", "nodes": [{"name": "mac"}]}]}
                """));
        CompressorBackend backend = new CompressorBackend(
                mac.configuration().home(mac.standIn().folder()).build());

        List<String> before = warnings(backend);
        mac.submit("clip").ended();

        assertThat(before).doesNotContain("transcoder");
        assertThat(warnings(backend)).contains("transcoder");
    }

    private static List<String> warnings(CompressorBackend backend) throws InterruptedException {
        Deadline deadline = Deadline.after(Duration.ofMinutes(5), backend.timekeeper());
        return backend.engine().health(deadline).findings().stream()
                .filter(finding -> finding.status() == HealthFinding.Status.WARNING)
                .map(HealthFinding::id)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FINAL_CUT_STUDIO")
    void aScriptFromApplesDocumentationWorks(StandInGeneration generation) throws Exception {
        StandInMac mac = mac(generation, QUICK);

        StandInMac.Call script = mac.start(
                example("submit-and-wait.sh"),
                Map.of("COMPRESSOR", mac.standIn().compressor().toString(), "POLL", "0.2"),
                mac.source("a clip.mov").toString(),
                mac.setting().toString(),
                mac.output("a clip.mov").toString());

        assertThat(script.ended().process().exitValue()).isZero();
        assertThat(mac.output("a clip.mov")).hasContent(StandInMac.MOVIE + "a clip.mov");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FINAL_CUT_STUDIO")
    void aScriptFromApplesDocumentationKillsItsBatchWhenItIsInterrupted(StandInGeneration generation) throws Exception {
        StandInMac mac = mac(generation, SLOW);
        StandInMac.Call script = mac.start(
                example("submit-and-wait.sh"),
                Map.of("COMPRESSOR", mac.standIn().compressor().toString(), "POLL", "0.2"),
                mac.source("clip.mov").toString(),
                mac.setting().toString(),
                mac.output("clip.mov").toString());
        while (script.output().isEmpty()) {
            assertThat(script.process().waitFor(50, TimeUnit.MILLISECONDS)).isFalse();
        }

        script.process().destroy();

        assertThat(script.ended().process().exitValue()).isEqualTo(130);
        assertThat(mac.compressor("-monitor", "-once").ended().output()).contains("status=\"Cancelled\"");
    }

    @Test
    void aScriptFromApplesDocumentationWorksInFinalCutStudio() throws Exception {
        StandInMac mac = mac(
                StandInGeneration.FINAL_CUT_STUDIO,
                Scenario.parse(
                        "{\"speed\":20,\"clusters\":[{\"name\":\"FCS Cluster\",\"nodes\":[{\"name\":\"n\"}]}]}"));

        StandInMac.Call script = mac.start(
                example("submit-and-wait-fcs.sh"),
                Map.of(
                        "COMPRESSOR",
                        mac.standIn().compressor().toString(),
                        "BATCH_MONITOR",
                        mac.standIn().batchMonitor().orElseThrow().toString(),
                        "POLL",
                        "0.2"),
                "FCS Cluster",
                mac.source("a clip.mov").toString(),
                mac.setting().toString(),
                mac.output("a clip.mov").toString());

        assertThat(script.ended().process().exitValue()).isZero();
        assertThat(mac.output("a clip.mov")).hasContent(StandInMac.MOVIE + "a clip.mov");
    }

    private static Path example(String name) {
        Path example =
                Path.of("..", "qmaster-cli", "examples", name).toAbsolutePath().normalize();
        assertThat(Files.isExecutable(example)).isTrue();
        return example;
    }
}
