package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The guide's table of faults: each row names a test of this class, which runs the built program, in the process of the
 * tests, with a simulator that has the fault, and checks the exit code of the row, and that nothing is lost or runs
 * twice. Every fault of scenarios is among them.
 *
 * <p>{@code -Dfaults.over=compressor-5.4}, or another generation, uses its stand-ins instead, which takes ten times as
 * long. Where Final Cut Studio differs, the same test checks what the guide says about that.
 *
 * <p>Only a test advances the engine's time, so that the speed of the machine does not matter: it does so when the
 * program has printed, or the engine received, what the test waits for. The tests run in parallel, since each mostly
 * waits.
 */
@Timeout(value = 10, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class FaultTableIT {
    private static final List<Row> ROWS =
            Readme.table("| Fault | What happens | Exit | Shown by `FaultTableIT` |").stream()
                    .map(Row::of)
                    .toList();

    private static final String SIMULATOR = "simulator";
    private static final String OVER = System.getProperty("faults.over", SIMULATOR);
    private static final boolean OVER_STAND_INS = !OVER.equals(SIMULATOR);

    /** Final Cut Studio has no known command that lists batches, or pauses or cancels one. */
    private static final boolean LISTS_NOTHING = OVER.equals(StandInGeneration.FINAL_CUT_STUDIO.word());

    private static final boolean CANNOT_CONTROL = LISTS_NOTHING;

    /** Longer than a submission or a query takes, even on a busy machine. */
    private static final String WHILE = OVER_STAND_INS ? "30s" : "5s";

    private static final String CLUSTER = "FCS Cluster";

    /** A batch begins after a second, encodes for a minute in two segments, and joins them in another second. */
    private static final String SCENARIO = """
            {"durations": {"dispatch": "1s", "job": "2m", "joining": "1s", "variation": 0},
             "clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}, {"name": "node-2"}]}],
             "faults": [%s]}
            """;
    /** Has no effect, but makes the engine count queries for status. */
    private static final String COUNTS_QUESTIONS =
            "{\"fault\": \"status-fails\", \"answer\": \"empty\", \"when\": {\"call\": 1000000}}";

    /** The time until the longest batch has ended, which is interrupted for a minute or fails twice. */
    private static final Duration ENOUGH = Duration.ofMinutes(10);

    /** The faults of the engine during a test: faults of a scenario, separated by commas. */
    @Retention(RetentionPolicy.RUNTIME)
    private @interface Striking {
        String value();
    }

    @TempDir
    private Path folder;

    private Row row;
    private String faults = "";
    private Path engine;
    private TimeByHand time;
    private Optional<StandInMac> mac = Optional.empty();
    private final Map<String, String> environment = new HashMap<>();
    private final List<QmasterProgram.Result> told = new ArrayList<>();

    @BeforeEach
    void beginEngine(TestInfo test) throws Exception {
        Method method = test.getTestMethod().orElseThrow();
        row = ROWS.stream()
                .filter(known -> known.test().equals(method.getName()))
                .findAny()
                .orElse(Row.NONE);
        if (row.equals(Row.NONE)) {
            return;
        }
        faults = striking(method).orElse("");
        String all = Stream.of(faults, COUNTS_QUESTIONS)
                .filter(text -> !text.isEmpty())
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
        Scenario scenario = Scenario.parse(SCENARIO.formatted(all));
        if (OVER_STAND_INS) {
            StandInMac.AndTime installed = StandInMac.withTimeByHand(folder, StandInGeneration.of(OVER), scenario);
            mac = Optional.of(installed.mac());
            time = installed.time();
            engine = installed.mac().standIn().state();
            environment.put(
                    "QMASTER_COMPRESSOR", installed.mac().standIn().compressor().toString());
            installed
                    .mac()
                    .standIn()
                    .batchMonitor()
                    .ifPresent(monitor -> environment.put("QMASTER_BATCH_MONITOR", monitor.toString()));
        } else {
            engine = folder.resolve(SIMULATOR);
            time = new TimeByHand(engine, scenario);
            environment.put("QMASTER_BACKEND", SIMULATOR);
            environment.put("QMASTER_SIMULATOR_DIR", engine.toString());
            environment.put(
                    "QMASTER_SCENARIO",
                    Files.writeString(folder.resolve("scenario.json"), SCENARIO.formatted(all))
                            .toString());
        }
    }

    @AfterEach
    void nothingIsLostAndNothingRunsTwice() throws Exception {
        if (mac.isPresent()) {
            mac.get().awaitCalls();
            mac.get().endService();
        }
        if (!told.isEmpty()) {
            // Work that was begun twice would be done by now.
            passes(ENOUGH);
            new Reckoning(
                            EngineLog.of(engine),
                            JournalFileLines.meant(overTheEngine().state()),
                            told)
                    .comesOut();
        }
    }

    @Test
    void everyRowNamesATestAndEveryTestHasARow() {
        assertThat(ROWS)
                .extracting(Row::test)
                .containsExactlyInAnyOrderElementsOf(tests().map(Method::getName)
                        .filter(name -> !name.startsWith("every"))
                        .toList());
    }

    @Test
    void everyFaultThatAScenarioCanHaveStrikesInATest() {
        JsonNode schema = JsonMapper.shared().readTree(Scenario.jsonSchema());
        List<JsonNode> kinds = schema.at("/$defs/fault/oneOf").valueStream().toList();
        Set<String> possible = new TreeSet<>();
        kinds.forEach(kind -> possible.addAll(FaultVariants.possible(kind)));
        Set<String> struck = new TreeSet<>();
        tests().flatMap(test -> striking(test).stream())
                .flatMap(text -> JsonMapper.shared().readTree("[" + text + "]").valueStream())
                .forEach(fault -> struck.addAll(FaultVariants.of(fault, kinds)));

        assertThat(possible).hasSizeGreaterThan(kinds.size());
        assertThat(struck).containsAll(possible);
    }

    @Test
    @Striking("{\"fault\": \"submission-hangs\", \"queued\": false}")
    void submissionHangsBeforeQueueing() throws Exception {
        if (LISTS_NOTHING) {
            staysUnknown("SUBMISSION_TIMEOUT", 0, "--submit-timeout", WHILE);
            return;
        }
        QmasterProgram.Result result = ended("--submit-timeout", WHILE, "--settle-timeout", "2s");

        endsAs(result, "SUBMISSION_TIMEOUT", "NOT_QUEUED");
        assertThat(result.error().get("retryable").booleanValue()).isTrue();
    }

    @Test
    @Striking("{\"fault\": \"submission-hangs\", \"queued\": true}")
    void submissionHangsAfterQueueing() throws Exception {
        if (LISTS_NOTHING) {
            staysUnknown("SUBMISSION_TIMEOUT", 1, "--submit-timeout", WHILE);
            return;
        }

        QmasterProgram.Result result = watched("--submit-timeout", WHILE);

        endsWell(result);
        assertThat(submitted(result).get("settledBy").asString()).isEqualTo("name");
    }

    @Test
    @Striking("{\"fault\": \"submission-hangs\", \"queued\": true, \"ignoresTermination\": true}")
    void submissionHangsAndIgnoresTermination() throws Exception {
        if (LISTS_NOTHING) {
            staysUnknown("SUBMISSION_TIMEOUT", 1, "--submit-timeout", WHILE);
            return;
        }

        QmasterProgram.Result result = watched("--submit-timeout", WHILE);

        endsWell(result);
        assertThat(submitted(result).get("settledBy").asString()).isEqualTo("name");
        if (mac.isPresent()) {
            assertThat(mac.get().running()).isEmpty();
        }
    }

    @Test
    @Striking("{\"fault\": \"noise\", \"words\": \"Could not find cluster \\\"FCS Cluster\\\"\"}")
    void noise() throws Exception {
        QmasterProgram.Result result = watched("--cluster", CLUSTER);

        endsWell(result);
        assertThat(submitted(result).get("fellBack").booleanValue()).isFalse();
    }

    @Test
    @Striking("{\"fault\": \"cluster-down\", \"cluster\": \"FCS Cluster\"}")
    void clusterDown() throws Exception {
        QmasterProgram.Result result = watched("--cluster", CLUSTER);

        endsWell(result);
        assertThat(submitted(result).get("fellBack").booleanValue()).isTrue();
        assertThat(submitted(result).get("cluster").asString()).isEqualTo("This Computer");
    }

    @Test
    @Striking("{\"fault\": \"cluster-down\", \"cluster\": \"FCS Cluster\"}")
    void clusterDownAndNoFallback() throws Exception {
        endsAs(ended("--cluster", CLUSTER, "--no-fallback"), "CLUSTER_NOT_FOUND", "NOT_QUEUED");
    }

    @Test
    @Striking("""
            {"fault": "cluster-down", "cluster": "FCS Cluster"},
            {"fault": "submission-refused"}
            """)
    void fallbackRefused() throws Exception {
        if (LISTS_NOTHING) {
            staysUnknown("SUBMISSION_WITHOUT_ID", 0, "--cluster", CLUSTER);
            return;
        }

        QmasterProgram.Result result = ended("--cluster", CLUSTER);

        endsAs(result, "CLUSTER_NOT_FOUND", "NOT_QUEUED");
        assertThat(result.error().get("message").asString()).contains("This Computer refused");
    }

    @Test
    @Striking("{\"fault\": \"cluster-down\", \"cluster\": \"FCS Cluster\", \"at\": \"20s\", \"lasting\": \"1m\"}")
    void clusterGoesDownAndReturns() throws Exception {
        QmasterProgram.Launched waiting = waiting("--cluster", CLUSTER);
        passes(Duration.ofSeconds(30));
        awaitQuestions(2, waiting);

        QmasterProgram.Result result = endOf(waiting);

        endsWell(result);
        assertThat(submitted(result).get("fellBack").booleanValue()).isFalse();
        assertThat(happened("clusterDown")).hasSize(1);
        assertThat(happened("segmentInterrupted")).hasSize(2);
    }

    @Test
    @Striking("{\"fault\": \"node-down\", \"cluster\": \"FCS Cluster\", \"node\": \"node-1\", \"at\": \"20s\"}")
    void nodeGoesDown() throws Exception {
        endsWell(watched("--cluster", CLUSTER));

        assertThat(happened("segmentInterrupted"))
                .extracting(line -> line.get("node").asString())
                .containsExactly("node-1");
        assertThat(happened("segmentStarted"))
                .extracting(line -> line.get("node").asString())
                .containsExactlyInAnyOrder("node-1", "node-2", "node-2");
    }

    @Test
    @Striking("""
            {"fault": "node-down", "cluster": "FCS Cluster", "node": "node-1", "at": "20s", "lasting": "30s"},
            {"fault": "node-down", "cluster": "FCS Cluster", "node": "node-2", "at": "30s", "lasting": "10m"}
            """)
    void nodesGoDownAndReturn() throws Exception {
        endsWell(watched("--cluster", CLUSTER));

        assertThat(happened("segmentInterrupted")).hasSize(2);
        assertThat(happened("nodeUp")).isNotEmpty();
    }

    @Test
    @Striking("{\"fault\": \"service-crash\", \"cluster\": \"FCS Cluster\", \"node\": \"node-1\", \"at\": \"20s\"}")
    void serviceCrashes() throws Exception {
        endsWell(watched("--cluster", CLUSTER));

        assertThat(happened("serviceCrash"))
                .extracting(line -> line.get("restarted").booleanValue())
                .containsExactly(true);
        assertThat(happened("segmentInterrupted")).hasSize(1);
    }

    @Test
    @Striking("{\"fault\": \"submission-refused\", \"when\": {\"atMost\": 1}}")
    void refusedOnce() throws Exception {
        if (LISTS_NOTHING) {
            staysUnknown("SUBMISSION_WITHOUT_ID", 0);
            return;
        }

        endsWell(watched());

        assertThat(happened("refused")).hasSize(1);
    }

    @Test
    @Striking("{\"fault\": \"submission-refused\"}")
    void refusedAlways() throws Exception {
        if (LISTS_NOTHING) {
            staysUnknown("SUBMISSION_WITHOUT_ID", 0);
            return;
        }

        endsAs(ended(), "SUBMISSION_REFUSED", "NOT_QUEUED");

        assertThat(happened("refused")).hasSize(4);
    }

    @Test
    @Striking("{\"fault\": \"batch-id-missing\", \"queued\": true}")
    void noIdButQueued() throws Exception {
        if (LISTS_NOTHING) {
            staysUnknown("SUBMISSION_WITHOUT_ID", 1);
            return;
        }

        QmasterProgram.Result result = watched();

        endsWell(result);
        assertThat(submitted(result).get("settledBy").asString()).isEqualTo("name");
    }

    @Test
    @Striking("{\"fault\": \"batch-id-missing\", \"queued\": false}")
    void noIdAndNotQueued() throws Exception {
        if (LISTS_NOTHING) {
            staysUnknown("SUBMISSION_WITHOUT_ID", 0);
            return;
        }

        endsAs(ended("--settle-timeout", "2s"), "SUBMISSION_WITHOUT_ID", "NOT_QUEUED");
    }

    @Test
    @Striking(
            "{\"fault\": \"status-fails\", \"answer\": \"garbled\", \"when\": {\"from\": \"1s\", \"until\": \"61s\"}}")
    void statusGarbledForAMinute() throws Exception {
        endsWell(watchedWithoutAnswers());
    }

    @Test
    @Striking(
            "{\"fault\": \"status-fails\", \"answer\": \"truncated\", \"when\": {\"from\": \"1s\", \"until\": \"61s\"}}")
    void statusTruncatedForAMinute() throws Exception {
        endsWell(watchedWithoutAnswers());
    }

    @Test
    @Striking("{\"fault\": \"status-fails\", \"answer\": \"empty\", \"when\": {\"from\": \"1s\", \"until\": \"61s\"}}")
    void statusEmptyForAMinute() throws Exception {
        QmasterProgram.Result result = watchedWithoutAnswers();

        endsWell(result);
        assertThat(events(result)).doesNotContain("lost");
    }

    @Test
    @Striking("{\"fault\": \"status-fails\", \"answer\": \"hangs\", \"when\": {\"call\": 3}}")
    void statusHangs() throws Exception {
        QmasterProgram.Launched waiting = waiting("--status-timeout", WHILE);
        while (happened("statusFails").isEmpty()) {
            goesOn(waiting);
        }

        endsWell(endOf(waiting));
    }

    @Test
    @Striking("{\"fault\": \"batch-vanishes\", \"after\": \"5s\"}")
    void batchVanishes() throws Exception {
        QmasterProgram.Launched waiting = waiting("--lost-after", "2s");
        passes(Duration.ofSeconds(10));

        QmasterProgram.Result result = told(waiting);

        endsAs(result, "BATCH_LOST", "QUEUED");
        assertThat(events(result)).contains("lost");
    }

    @Test
    @Striking("{\"fault\": \"batch-vanishes\", \"after\": \"5s\", \"lasting\": \"1m\"}")
    void batchVanishesAndReturns() throws Exception {
        QmasterProgram.Launched waiting = waiting();
        passes(Duration.ofSeconds(10));
        awaitQuestions(2, waiting);

        endsWell(endOf(waiting));
    }

    @Test
    @Striking("{\"fault\": \"service-reset\", \"at\": \"5s\"}")
    void engineResetCancels() throws Exception {
        QmasterProgram.Result result = watched();

        endsAs(result, "BATCH_CANCELLED", "QUEUED");
        assertThat(last(result).get("cause").asString()).isEqualTo("external");
    }

    @Test
    @Striking("{\"fault\": \"service-reset\", \"at\": \"5s\", \"forgets\": true}")
    void engineResetForgets() throws Exception {
        QmasterProgram.Launched waiting = waiting("--lost-after", "2s");
        passes(Duration.ofSeconds(10));

        endsAs(told(waiting), "BATCH_LOST", "QUEUED");
    }

    @Test
    @Striking("{\"fault\": \"service-reset\", \"at\": \"5s\", \"forgets\": true}")
    void engineResetForgetsSeveral() throws Exception {
        QmasterProgram qmaster = overTheEngine();
        List<String> ids = new ArrayList<>();
        for (String name : List.of("one.mov", "other.mov")) {
            Path source = Files.copy(QmasterProgram.clip(), folder.resolve(name));
            QmasterProgram.Result submitted = told(qmaster.launch(withoutWaiting(submissionOf(source, qmaster.out()))));
            ids.add(submitted(submitted).get("batchId").asString());
        }
        QmasterProgram.Launched waiting =
                qmaster.launch("wait", ids.get(0), ids.get(1), "--json", "--poll", "PT1S", "--lost-after", "2s");
        for (String id : ids) {
            awaitEvent("changed", id, waiting);
        }
        passes(Duration.ofSeconds(10));

        QmasterProgram.Result result = told(waiting);

        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(row.exit());
        assertThat(result.err()).contains("\"BATCH_LOST\"").contains(ids);
        assertThat(ofEvent("engineReset", result)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(ofEvent("lost", result)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(result.events().stream().filter(event -> event.has("unseenSeconds")))
                .allSatisfy(lost ->
                        assertThat(lost.get("unseenSeconds").longValue()).isGreaterThanOrEqualTo(3 * 2));
    }

    @Test
    void cancelledByAnotherUser() throws Exception {
        assumeFalse(CANNOT_CONTROL, "no command is known by which somebody else could cancel it");
        QmasterProgram.Launched waiting = waiting();
        somebodyElse("cancel", waiting);

        QmasterProgram.Result result = told(waiting);

        endsAs(result, "BATCH_CANCELLED", "QUEUED");
        assertThat(last(result).get("cause").asString()).isEqualTo("external");
    }

    @Test
    void heldIndefinitely() throws Exception {
        if (CANNOT_CONTROL) {
            QmasterProgram.Result refused = ended("--hold-timeout", "2s");
            assertThat(refused.code()).isEqualTo(9);
            assertThat(refused.error().get("code").asString()).isEqualTo("UNSUPPORTED");
            assertThat(happened("submitted")).isEmpty();
            return;
        }
        QmasterProgram.Launched waiting = waiting("--hold-timeout", "2s");
        somebodyElse("pause", waiting);

        QmasterProgram.Result result = told(waiting);

        endsAs(result, "TIMEOUT", "QUEUED");
        assertThat(events(result)).contains("held");
        assertThat(last(result).get("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    @Striking("{\"fault\": \"job-fails\", \"reason\": \"2x job controller down\"}")
    void jobFails() throws Exception {
        QmasterProgram.Result result = watched();

        endsAs(result, "BATCH_FAILED", "QUEUED");
        assertThat(result.error().get("message").asString()).contains("2x job controller down");
        assertThat(happened("resubmitted")).hasSize(2);
    }

    @Test
    @Striking("{\"fault\": \"job-fails\", \"reason\": \"2x job controller down\", \"attempts\": 2}")
    void jobFailsTwice() throws Exception {
        endsWell(watched());

        assertThat(happened("resubmitted")).hasSize(2);
    }

    @Test
    @Striking("{\"fault\": \"output-spoiled\", \"how\": \"missing\"}")
    void outputMissing() throws Exception {
        endsAs(watched("--output-grace", "2s"), "OUTPUT_MISSING", "QUEUED");
    }

    @Test
    @Striking("{\"fault\": \"output-spoiled\", \"how\": \"empty\"}")
    void outputEmpty() throws Exception {
        endsAs(watched("--output-grace", "2s"), "OUTPUT_EMPTY", "QUEUED");
    }

    @Test
    @Striking("{\"fault\": \"output-spoiled\", \"how\": \"truncated\"}")
    void outputTruncated() throws Exception {
        QmasterProgram.Result result = watched("--output-grace", "2s");

        endsAs(result, "OUTPUT_INCOMPLETE", "QUEUED");
        assertThat(result.error().get("message").asString()).contains("cut off");
    }

    @Test
    @Striking("{\"fault\": \"output-held-open\"}")
    void outputHeldOpen() throws Exception {
        endsWell(watched());
    }

    @Test
    @Striking("{\"fault\": \"writes-beside-source\"}")
    void writesBesideSource() throws Exception {
        Path source = Files.copy(QmasterProgram.clip(), folder.resolve("beside.m4v"));
        QmasterProgram qmaster = overTheEngine();

        QmasterProgram.Result result =
                endOf(waiting(qmaster.launch(submissionOf(source, qmaster.out(), "--output-grace", "2s"))));

        endsAs(result, "OUTPUT_MISSING", "QUEUED");
        assertThat(folder.resolve("beside.mov")).exists();
    }

    @Test
    @Striking("{\"fault\": \"submissions-too-close\"}")
    void submissionsTooClose() throws Exception {
        assumeFalse(LISTS_NOTHING, "a refusal of the service is not made again there");
        QmasterProgram qmaster = overTheEngine();
        Path other = Files.copy(QmasterProgram.clip(), folder.resolve("other.mov"));
        QmasterProgram.Launched first = waiting(qmaster.launch(submissionOf(other, qmaster.out())));
        QmasterProgram.Launched second = qmaster.launch(submission());
        while (happened("refused").isEmpty()) {
            goesOn(second);
        }
        passes(Duration.ofSeconds(2));

        endsWell(endOf(waiting(second)));
        endsWell(told(first));
    }

    @Test
    @Striking("{\"fault\": \"waits-as-processing\"}")
    void waitsAsProcessing() throws Exception {
        QmasterProgram qmaster = overTheEngine();
        Path other = Files.copy(QmasterProgram.clip(), folder.resolve("other.mov"));
        QmasterProgram.Launched first =
                waiting(qmaster.launch(submissionOf(other, qmaster.out(), "--priority", "high")));
        QmasterProgram.Launched waiting = waiting();
        passes(Duration.ofSeconds(30));
        awaitQuestions(2, waiting);

        endsWell(endOf(waiting));
        endsWell(told(first));
    }

    @Test
    @Striking("{\"fault\": \"pause-starts-over\"}")
    void pauseStartsOver() throws Exception {
        assumeFalse(CANNOT_CONTROL, "no command is known that pauses a batch");
        QmasterProgram.Launched waiting = waiting();
        passes(Duration.ofSeconds(30));
        somebodyElse("pause", waiting);
        somebodyElse("resume", waiting);

        endsWell(endOf(waiting));
    }

    @Test
    @Striking("{\"fault\": \"source-rejected\"}")
    void sourceRejected() throws Exception {
        QmasterProgram.Result result = ended();

        endsAs(result, "SUBMISSION_REFUSED", "NOT_QUEUED");
        assertThat(result.error().get("message").asString()).contains("Tilt value is invalid");
    }

    @Test
    @Striking("{\"fault\": \"unknown-group-here\"}")
    void unknownGroupHere() throws Exception {
        QmasterProgram.Result result = watched("--cluster", "Nowhere");

        endsWell(result);
        assertThat(submitted(result).get("fellBack").booleanValue()).isFalse();
    }

    @Test
    @Striking("{\"fault\": \"leftovers-after-cancel\"}")
    void leftoversAfterCancel() throws Exception {
        assumeFalse(CANNOT_CONTROL, "no command is known by which somebody else could cancel it");
        QmasterProgram.Launched waiting = waiting();
        passes(Duration.ofSeconds(30));
        somebodyElse("cancel", waiting);

        endsAs(told(waiting), "BATCH_CANCELLED", "QUEUED");
    }

    @Test
    void sourceChanges() throws Exception {
        Path source = Files.copy(QmasterProgram.clip(), folder.resolve("growing.mov"));
        QmasterProgram.Launched waiting = encoding(source);
        Files.write(source, new byte[1000], StandardOpenOption.APPEND);

        QmasterProgram.Result result = endOf(waiting);

        endsAs(result, "OUTPUT_INCOMPLETE", "QUEUED");
        assertThat(result.error().get("message").asString()).contains("changed while");
    }

    @Test
    void sourceVanishes() throws Exception {
        Path source = Files.copy(QmasterProgram.clip(), folder.resolve("passing.mov"));
        QmasterProgram.Launched waiting = encoding(source);
        Files.delete(source);

        endsAs(endOf(waiting), "BATCH_FAILED", "QUEUED");
    }

    @Test
    void destinationVolumeIsNotMounted() throws Exception {
        QmasterProgram.Result result = told(overTheEngine()
                .launch(submissionOf(QmasterProgram.clip(), Path.of("/Volumes/Nobody Has This Volume/out"))));

        endsAs(result, "VOLUME_NOT_MOUNTED", "NOT_QUEUED");
    }

    @Test
    void destinationVanishes() throws Exception {
        QmasterProgram.Launched waiting = encoding(QmasterProgram.clip());
        remove(overTheEngine().out());

        endsAs(endOf(waiting), "BATCH_FAILED", "QUEUED");
    }

    @Test
    void diskFull() throws Exception {
        endsAs(ended("--min-free", "1000000T"), "VOLUME_FULL", "NOT_QUEUED");
    }

    @Test
    @Striking("{\"fault\": \"disk-full\"}")
    void diskFullWhileEncoding() throws Exception {
        QmasterProgram.Result result = watched();

        endsAs(result, "BATCH_FAILED", "QUEUED");
        assertThat(result.error().get("message").asString()).contains("No space left on device");
    }

    @Test
    @Striking("{\"fault\": \"disk-full\", \"lasting\": \"90s\"}")
    void diskFullForAWhile() throws Exception {
        endsWell(watched());

        assertThat(happened("resubmitted")).hasSize(1);
        assertThat(overTheEngine().out().resolve("clip.mov")).hasSameBinaryContentAs(QmasterProgram.clip());
    }

    private static Stream<Method> tests() {
        return Arrays.stream(FaultTableIT.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class));
    }

    private static Optional<String> striking(Method test) {
        return Optional.ofNullable(test.getAnnotation(Striking.class)).map(Striking::value);
    }

    /**
     * The result of a submission without an id if batches cannot be found by their names: it is left open, whether it
     * was queued or not, and is not repeated.
     */
    private void staysUnknown(String code, int queued, String... more) throws Exception {
        QmasterProgram.Result result = overTheEngine().launch(submission(more)).result();

        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(6);
        assertThat(result.error().get("code").asString()).isEqualTo(code);
        assertThat(result.error().get("outcome").asString()).isEqualTo("UNKNOWN");
        assertThat(result.error().get("retryable").booleanValue()).isFalse();
        assertThat(happened("submitted")).hasSize(queued);
        assertThat(JournalFileLines.meant(overTheEngine().state()))
                .singleElement()
                .satisfies(open -> assertThat(open.ending()).isEmpty());
    }

    private void passes(Duration ofTheEngine) throws InterruptedException {
        time.advance(ofTheEngine);
    }

    private List<JsonNode> happened(String event) throws InterruptedException {
        return EngineLog.of(engine).events(event);
    }

    /** A submission that ends by itself. */
    private QmasterProgram.Result ended(String... more) throws Exception {
        return told(overTheEngine().launch(submission(more)));
    }

    /** A queued submission, and the end of the wait for it after a long time. */
    private QmasterProgram.Result watched(String... more) throws Exception {
        return endOf(waiting(more));
    }

    /** A submission for which some queries have no usable answer. */
    private QmasterProgram.Result watchedWithoutAnswers() throws Exception {
        QmasterProgram.Launched waiting = waiting();
        passes(Duration.ofSeconds(2));
        awaitQuestions(2, waiting);
        assertThat(happened("statusFails")).isNotEmpty();
        return endOf(waiting);
    }

    private QmasterProgram.Launched waiting(String... more) throws Exception {
        return waiting(overTheEngine().launch(submission(more)));
    }

    private static QmasterProgram.Launched waiting(QmasterProgram.Launched launched) throws Exception {
        awaitEvent("submitted", "", launched);
        return launched;
    }

    private QmasterProgram.Launched encoding(Path source) throws Exception {
        QmasterProgram qmaster = overTheEngine();
        QmasterProgram.Launched waiting =
                waiting(qmaster.launch(submissionOf(source, qmaster.out(), "--output-grace", "2s")));
        passes(Duration.ofSeconds(20));
        String name = source.getFileName().toString();
        try (Stream<Path> outputs = Files.list(qmaster.out())) {
            assertThat(outputs.map(output -> output.getFileName().toString()))
                    .as("an output, and a file for each segment")
                    .hasSize(3)
                    .contains(name)
                    .allMatch(file -> file.equals(name) || file.startsWith(name + ".sb-"));
        }
        return waiting;
    }

    private QmasterProgram.Result endOf(QmasterProgram.Launched waiting) throws Exception {
        passes(ENOUGH);
        return told(waiting);
    }

    private QmasterProgram.Result told(QmasterProgram.Launched launched) throws Exception {
        QmasterProgram.Result result = launched.result();
        told.add(result);
        return result;
    }

    private static void awaitEvent(String event, String batch, QmasterProgram.Launched launched) throws Exception {
        while (Files.readAllLines(launched.out()).stream()
                .noneMatch(line -> line.contains("\"event\":\"" + event + '"') && line.contains(batch))) {
            goesOn(launched);
        }
    }

    /** Waits until the engine has received a number of further queries; all but the last have then been answered. */
    private void awaitQuestions(int more, QmasterProgram.Launched waiting) throws Exception {
        long until = questions() + more;
        while (questions() < until) {
            goesOn(waiting);
        }
    }

    private long questions() throws IOException {
        try (Stream<String> commands = Files.lines(engine.resolve("commands.log"))) {
            return commands.filter(line -> line.contains("\"question\"")).count();
        }
    }

    /** Waits a moment, in which the program must not end. */
    private static void goesOn(QmasterProgram.Launched launched) throws Exception {
        boolean over = launched.process().waitFor(50, TimeUnit.MILLISECONDS);
        assertThat(over)
                .as("it ended: " + Files.readString(launched.out()) + Files.readString(launched.err()))
                .isFalse();
    }

    private QmasterProgram overTheEngine() {
        QmasterProgram program = new QmasterProgram(folder).inThisProcess();
        environment.forEach(program::with);
        return program;
    }

    private String[] submission(String... more) {
        return submissionOf(QmasterProgram.clip(), overTheEngine().out(), more);
    }

    private static String[] submissionOf(Path source, Path out, String... more) {
        return Stream.concat(
                        Stream.of(
                                "submit",
                                source.toString(),
                                "--setting",
                                QmasterProgram.setting().toString(),
                                "--destination-dir",
                                out.toString(),
                                "--wait",
                                "--json",
                                "--poll",
                                "PT1S"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static String[] withoutWaiting(String... submission) {
        return Arrays.stream(submission).filter(word -> !word.equals("--wait")).toArray(String[]::new);
    }

    /** Another user of the same engine, with their own journal. */
    private void somebodyElse(String command, QmasterProgram.Launched waiting) throws Exception {
        String submitted = Files.readAllLines(waiting.out()).get(0);
        String id = JsonMapper.shared().readTree(submitted).get("batchId").asString();
        QmasterProgram other = overTheEngine()
                .with("QMASTER_STATE_DIR", folder.resolve("state of another").toString());
        QmasterProgram.Result asked = other.run(command, id, "--no-confirm");
        assertThat(asked.code()).as(asked.err()).isZero();
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void endsWell(QmasterProgram.Result result) {
        assertThat(result.code()).as(result.out() + result.err()).isZero();
        assertThat(last(result).get("state").asString()).isEqualTo("SUCCESSFUL");
        assertThat(last(result).get("verified").booleanValue()).isTrue();
        assertThat(row.exit()).isZero();
    }

    private void endsAs(QmasterProgram.Result result, String code, String outcome) {
        assertThat(result.code()).as(result.out() + result.err()).isPositive();
        assertThat(result.error().get("code").asString()).isEqualTo(code);
        assertThat(result.error().get("outcome").asString()).isEqualTo(outcome);
        assertThat(result.code()).isEqualTo(row.exit());
        assertThat(row.whatHappens()).contains("`" + code + "`");
    }

    private static JsonNode submitted(QmasterProgram.Result result) {
        assertThat(result.out()).as(result.err()).isNotEmpty();
        return result.events().get(0);
    }

    private static JsonNode last(QmasterProgram.Result result) {
        return result.events().get(result.events().size() - 1);
    }

    private static List<String> events(QmasterProgram.Result result) {
        return result.events().stream()
                .map(event -> event.get("event").asString())
                .toList();
    }

    /** The batches for which an event was reported. */
    private static List<String> ofEvent(String kind, QmasterProgram.Result result) {
        return result.events().stream()
                .filter(event -> event.get("event").asString().equals(kind))
                .map(event -> event.get("batchId").asString())
                .toList();
    }

    /**
     * All variants of a fault that the format allows, such as {@code status-fails answer garbled}: its kind, with each
     * value of its properties, and with and without an end.
     */
    private static final class FaultVariants {
        private static final String END = "lasting";

        static Set<String> possible(JsonNode kind) {
            String word = word(kind);
            Set<String> all = new TreeSet<>(Set.of(word));
            kind.get("properties")
                    .properties()
                    .forEach(property -> values(property.getKey(), property.getValue())
                            .forEach(value -> all.add(word + " " + property.getKey() + " " + value)));
            return all;
        }

        static Set<String> of(JsonNode fault, List<JsonNode> kinds) {
            String word = fault.get("fault").asString();
            JsonNode kind = kinds.stream()
                    .filter(known -> word(known).equals(word))
                    .findAny()
                    .orElseThrow();
            Set<String> all = new TreeSet<>(Set.of(word));
            kind.get("properties").properties().forEach(property -> {
                String name = property.getKey();
                JsonNode value =
                        fault.path(name).isMissingNode() ? property.getValue().path("default") : fault.get(name);
                all.add(word + " " + name + " "
                        + (name.equals(END) ? String.valueOf(fault.has(END)) : value.asString("")));
            });
            return all;
        }

        private static String word(JsonNode kind) {
            return kind.at("/properties/fault/const").asString();
        }

        private static Stream<String> values(String name, JsonNode property) {
            return name.equals(END) || property.path("type").asString("").equals("boolean")
                    ? Stream.of("true", "false")
                    : property.path("enum").valueStream().map(JsonNode::asString);
        }
    }

    /** A row of the table. */
    private record Row(String whatHappens, int exit, String test) {
        static final Row NONE = new Row("", -1, "");

        private static final Pattern CODE = Pattern.compile("`(\\w+)`");

        static Row of(List<String> cells) {
            return new Row(
                    cells.get(1),
                    Integer.parseInt(cells.get(2)),
                    CODE.matcher(cells.get(3))
                            .results()
                            .findFirst()
                            .orElseThrow()
                            .group(1));
        }
    }
}
