package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The README's table of faults: each row names a test of this class, which runs the built program over a simulator with that
 * fault and finds the exit code of the row. With {@code -Dfaults.over=compressor-5.4}, or another generation, the program
 * drives stand-ins of Compressor instead, which start a Java for every call and so take their time.
 *
 * <p>The tests run beside each other, since each mostly waits.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultTableIT {
    private static final List<Row> ROWS =
            Readme.table("| Fault | What happens | Exit | Shown by `FaultTableIT` |").stream()
                    .map(Row::of)
                    .toList();

    private static final String OVER = System.getProperty("faults.over", "simulator");
    private static final boolean OVER_SIMULATOR = OVER.equals("simulator");
    /** Longer than a call takes, also on a busy machine. */
    private static final String SHORTLY = OVER_SIMULATOR ? "2s" : "30s";

    private static final String CLUSTER_DOWN = "{\"fault\": \"cluster-down\", \"cluster\": \"FCS Cluster\"}";

    @TempDir
    private Path folder;

    private Row row;
    private Map<String, String> engine = Map.of();
    private Optional<StandInMac> mac = Optional.empty();

    @AfterEach
    void endService() throws Exception {
        if (mac.isPresent()) {
            mac.get().endService();
        }
    }

    @BeforeEach
    void findRow(TestInfo test) {
        String name = test.getTestMethod().map(Method::getName).orElseThrow();
        row = ROWS.stream().filter(known -> known.test().equals(name)).findAny().orElse(new Row("", -1, name));
    }

    @Test
    void everyRowNamesATestAndEveryTestHasARow() {
        List<String> tests = Arrays.stream(FaultTableIT.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .filter(name -> !name.equals(row.test()))
                .toList();

        assertThat(ROWS).extracting(Row::test).containsExactlyInAnyOrderElementsOf(tests);
    }

    @Test
    void submissionHangsBeforeQueueing() throws Exception {
        QmasterProgram.Result result = submitted(
                1,
                "{\"fault\": \"submission-hangs\", \"queued\": false}",
                "--submit-timeout",
                SHORTLY,
                "--settle-timeout",
                SHORTLY);

        endsAs(result, "SUBMISSION_TIMEOUT", "NOT_QUEUED");
        assertThat(result.error().get("retryable").booleanValue()).isTrue();
    }

    @Test
    void submissionHangsAfterQueueing() throws Exception {
        QmasterProgram.Result result =
                submitted(1, "{\"fault\": \"submission-hangs\", \"queued\": true}", "--submit-timeout", SHORTLY);

        endsWell(result);
        assertThat(result.events().get(0).get("settledBy").asString()).isEqualTo("name");
    }

    @Test
    void clusterDown() throws Exception {
        QmasterProgram.Result result = submitted(1, CLUSTER_DOWN, "--cluster", "FCS Cluster");

        endsWell(result);
        assertThat(result.events().get(0).get("fellBack").booleanValue()).isTrue();
        assertThat(result.events().get(0).get("cluster").asString()).isEqualTo("This Computer");
    }

    @Test
    void clusterDownAndNoFallback() throws Exception {
        QmasterProgram.Result result = submitted(1, CLUSTER_DOWN, "--cluster", "FCS Cluster", "--no-fallback");

        endsAs(result, "CLUSTER_NOT_FOUND", "NOT_QUEUED");
    }

    @Test
    void fallbackRefused() throws Exception {
        QmasterProgram.Result result =
                submitted(1, CLUSTER_DOWN + ", {\"fault\": \"submission-refused\"}", "--cluster", "FCS Cluster");

        endsAs(result, "CLUSTER_NOT_FOUND", "NOT_QUEUED");
        assertThat(result.error().get("message").asString()).contains("This Computer refused");
    }

    @Test
    void refusedOnce() throws Exception {
        endsWell(submitted(1, "{\"fault\": \"submission-refused\", \"when\": {\"atMost\": 1}}"));
    }

    @Test
    void refusedAlways() throws Exception {
        endsAs(submitted(1, "{\"fault\": \"submission-refused\"}"), "SUBMISSION_REFUSED", "NOT_QUEUED");
    }

    @Test
    void noIdButQueued() throws Exception {
        QmasterProgram.Result result = submitted(1, "{\"fault\": \"batch-id-missing\", \"queued\": true}");

        endsWell(result);
        assertThat(result.events().get(0).get("settledBy").asString()).isEqualTo("name");
    }

    @Test
    void noIdAndNotQueued() throws Exception {
        QmasterProgram.Result result =
                submitted(1, "{\"fault\": \"batch-id-missing\", \"queued\": false}", "--settle-timeout", SHORTLY);

        endsAs(result, "SUBMISSION_WITHOUT_ID", "NOT_QUEUED");
    }

    @Test
    void statusGarbledForAMinute() throws Exception {
        endsWell(
                submitted(
                        20,
                        "{\"fault\": \"status-fails\", \"answer\": \"garbled\", \"when\": {\"from\": \"1s\", \"until\": \"61s\"}}"));
    }

    @Test
    void statusHangs() throws Exception {
        endsWell(submitted(
                1,
                "{\"fault\": \"status-fails\", \"answer\": \"hangs\", \"when\": {\"call\": 3}}",
                "--status-timeout",
                SHORTLY));
    }

    @Test
    void batchVanishes() throws Exception {
        QmasterProgram.Result result =
                submitted(1, "{\"fault\": \"batch-vanishes\", \"after\": \"1s\"}", "--lost-after", "2s");

        endsAs(result, "BATCH_LOST", "QUEUED");
        assertThat(events(result)).contains("lost");
    }

    @Test
    void batchVanishesAndReturns() throws Exception {
        endsWell(submitted(
                1, "{\"fault\": \"batch-vanishes\", \"after\": \"1s\", \"lasting\": \"2s\"}", "--lost-after", "10s"));
    }

    @Test
    void engineResetCancels() throws Exception {
        QmasterProgram qmaster = simulating(1, "4m", "{\"fault\": \"service-reset\", \"at\": \"" + SHORTLY + "\"}");

        QmasterProgram.Result result = qmaster.run(submission(qmaster));

        endsAs(result, "BATCH_CANCELLED", "QUEUED");
        assertThat(last(result).get("cause").asString()).isEqualTo("external");
    }

    @Test
    void engineResetForgets() throws Exception {
        QmasterProgram qmaster =
                simulating(1, "4m", "{\"fault\": \"service-reset\", \"at\": \"" + SHORTLY + "\", \"forgets\": true}");

        QmasterProgram.Result result = qmaster.run(submission(qmaster, "--lost-after", "2s"));

        endsAs(result, "BATCH_LOST", "QUEUED");
    }

    @Test
    void cancelledBySomebodyElse() throws Exception {
        QmasterProgram qmaster = simulating(1, "10m", "");
        QmasterProgram.Running waiting = qmaster.start(submission(qmaster));
        somebodyElse("cancel", waiting);

        QmasterProgram.Result result = waiting.result();

        endsAs(result, "BATCH_CANCELLED", "QUEUED");
        assertThat(last(result).get("cause").asString()).isEqualTo("external");
    }

    @Test
    void heldForEver() throws Exception {
        QmasterProgram qmaster = simulating(1, "10m", "");
        QmasterProgram.Running waiting = qmaster.start(submission(qmaster, "--hold-timeout", "2s"));
        somebodyElse("pause", waiting);

        QmasterProgram.Result result = waiting.result();

        endsAs(result, "TIMEOUT", "QUEUED");
        assertThat(events(result)).contains("held");
        assertThat(last(result).get("state").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void outputMissing() throws Exception {
        endsAs(
                submitted(1, "{\"fault\": \"output-spoiled\", \"how\": \"missing\"}", "--output-grace", "2s"),
                "OUTPUT_MISSING",
                "QUEUED");
    }

    @Test
    void outputEmpty() throws Exception {
        endsAs(
                submitted(1, "{\"fault\": \"output-spoiled\", \"how\": \"empty\"}", "--output-grace", "2s"),
                "OUTPUT_EMPTY",
                "QUEUED");
    }

    @Test
    void sourceChanges() throws Exception {
        Path source = Files.copy(QmasterProgram.clip(), folder.resolve("growing.mov"));
        QmasterProgram qmaster = simulating(1, "5s", "");
        QmasterProgram.Running waiting = qmaster.start(submissionOf(source, qmaster.out()));
        awaitOutput(qmaster, waiting);
        Files.write(source, new byte[1000], StandardOpenOption.APPEND);

        QmasterProgram.Result result = waiting.result();

        endsAs(result, "OUTPUT_INCOMPLETE", "QUEUED");
        assertThat(result.error().get("message").asString()).contains("changed while");
    }

    @Test
    void sourceVanishes() throws Exception {
        Path source = Files.copy(QmasterProgram.clip(), folder.resolve("passing.mov"));
        QmasterProgram qmaster = simulating(1, "5s", "");
        QmasterProgram.Running waiting = qmaster.start(submissionOf(source, qmaster.out()));
        awaitOutput(qmaster, waiting);
        Files.delete(source);

        QmasterProgram.Result result = waiting.result();

        endsAs(result, "BATCH_FAILED", "QUEUED");
    }

    @Test
    void destinationVolumeIsNotMounted() throws Exception {
        QmasterProgram qmaster = simulating(1, "2s", "");

        QmasterProgram.Result result =
                qmaster.run(submissionOf(QmasterProgram.clip(), Path.of("/Volumes/Nobody Has This Volume/out")));

        endsAs(result, "VOLUME_NOT_MOUNTED", "NOT_QUEUED");
    }

    @Test
    void destinationVanishes() throws Exception {
        QmasterProgram qmaster = simulating(1, "5s", "");
        QmasterProgram.Running waiting = qmaster.start(submission(qmaster, "--output-grace", "2s"));
        awaitOutput(qmaster, waiting);
        remove(qmaster.out());

        QmasterProgram.Result result = waiting.result();

        endsAs(result, "BATCH_FAILED", "QUEUED");
    }

    @Test
    void diskFull() throws Exception {
        endsAs(submitted(1, "", "--min-free", "1000000T"), "VOLUME_FULL", "NOT_QUEUED");
    }

    private QmasterProgram.Result submitted(double speed, String fault, String... more) throws Exception {
        QmasterProgram qmaster = simulating(speed, "3s", fault);
        return qmaster.run(submission(qmaster, more));
    }

    private QmasterProgram simulating(double speed, String jobTime, String faults) throws IOException {
        String scenario = """
                {"speed": %s, "durations": {"job": "%s"},
                 "clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}]}], "faults": [%s]}
                """.formatted(speed, jobTime, faults);
        if (OVER_SIMULATOR) {
            engine = Map.of(
                    "QMASTER_BACKEND",
                    "simulator",
                    "QMASTER_SCENARIO",
                    Files.writeString(folder.resolve("scenario.json"), scenario).toString(),
                    "QMASTER_SIMULATOR_DIR",
                    folder.resolve("simulator").toString());
        } else {
            StandInMac installed = new StandInMac(folder, StandInGeneration.of(OVER), Scenario.parse(scenario));
            mac = Optional.of(installed);
            engine = Map.of(
                    "QMASTER_COMPRESSOR", installed.standIn().compressor().toString());
        }
        return overTheEngine();
    }

    private QmasterProgram overTheEngine() {
        QmasterProgram program = new QmasterProgram(folder);
        engine.forEach(program::with);
        return program;
    }

    private static String[] submission(QmasterProgram qmaster, String... more) {
        return submissionOf(QmasterProgram.clip(), qmaster.out(), more);
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
                                "PT0.3S"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    /** Another user with a journal of their own, at the same engine. */
    private void somebodyElse(String command, QmasterProgram.Running waiting) throws Exception {
        String id =
                JsonMapper.shared().readTree(waiting.firstLine()).get("batchId").asString();
        QmasterProgram other = overTheEngine()
                .with("QMASTER_STATE_DIR", folder.resolve("state of another").toString());
        assertThat(other.run(command, id, "--no-confirm").code()).isZero();
    }

    /** The engine makes an empty output as soon as it begins to work. */
    private static void awaitOutput(QmasterProgram qmaster, QmasterProgram.Running waiting) throws Exception {
        while (!holdsFile(qmaster.out())) {
            assertThat(waiting.process().waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static boolean holdsFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(Files::isRegularFile);
        }
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

    private static JsonNode last(QmasterProgram.Result result) {
        return result.events().get(result.events().size() - 1);
    }

    private static List<String> events(QmasterProgram.Result result) {
        return result.events().stream()
                .map(event -> event.get("event").asString())
                .toList();
    }

    /** A row of the table. */
    private record Row(String whatHappens, int exit, String test) {
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
