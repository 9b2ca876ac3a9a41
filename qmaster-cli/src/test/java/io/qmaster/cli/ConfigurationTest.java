package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.cli.config.Configuration;
import io.qmaster.domain.Policy;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sources of values, and how {@code qmaster config} and {@code qmaster doctor} report them. */
class ConfigurationTest {
    private static final String ADDRESS = "render:s3cret@10.0.0.5:51737";

    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, new ScriptedBackend());
    }

    @Test
    void aFlagWinsOverTheEnvironmentAndTheEnvironmentOverTheFile() {
        configFile("{\"cluster\": \"of the file\", \"scenario\": \"night\", \"generation\": \"compressor-4\"}");
        bench.environment.put("QMASTER_CLUSTER", "of the environment");
        bench.environment.put("QMASTER_GENERATION", "compressor-5");

        JsonNode values = values("--cluster", "of the flag");

        assertThat(values.get("cluster").toString())
                .isEqualTo("{\"value\":\"of the flag\",\"from\":\"flag\",\"place\":\"--cluster\"}");
        assertThat(values.get("generation").toString())
                .isEqualTo("{\"value\":\"compressor-5\",\"from\":\"environment\",\"place\":\"QMASTER_GENERATION\"}");
        assertThat(values.get("scenario").get("from").asString()).isEqualTo("file");
        assertThat(values.get("priority").toString())
                .isEqualTo("{\"value\":\"low\",\"from\":\"default\",\"place\":null}");
    }

    @Test
    void theDefaultsOfTheOptionsAreThoseOfTheLibrary() {
        Configuration configuration = Configuration.of(Map.of(), Map.of("HOME", folder.toString()));

        assertThat(configuration.policy()).isEqualTo(Policy.DEFAULT);
    }

    @Test
    void aFlagBeforeTheCommandCountsLikeOneAfterIt() {
        bench.environment.put("QMASTER_CLUSTER", "of the environment");

        Bench.Run run = bench.run("--cluster", "of the flag", "config", "--json");

        assertThat(run.json().get("values").get("cluster").get("value").asString())
                .isEqualTo("of the flag");
    }

    @Test
    void aPathMayLookLikeAVariable() {
        bench.environment.put("QMASTER_SIMULATOR_DIR", "/tmp/${sys:user.home}");

        assertThat(values().get("simulatorDir").get("value").asString()).isEqualTo("/tmp/${sys:user.home}");
    }

    @Test
    void anyValueOfNoColorMeansNoColours() {
        bench.environment.put("NO_COLOR", "0");

        assertThat(values().get("noColor").toString())
                .isEqualTo("{\"value\":\"true\",\"from\":\"environment\",\"place\":\"NO_COLOR\"}");
    }

    @Test
    void anInvalidVariableIsNamedWithWhatItMayBe() {
        bench.environment.put("QMASTER_GENERATION", "9");
        bench.environment.put("QMASTER_BACKEND", "toaster");

        Bench.Run run = bench.run("list", "--json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.error().get("code").asString()).isEqualTo("CONFIGURATION");
        assertThat(run.error().get("message").asString())
                .isEqualTo("the environment variable QMASTER_BACKEND must be compressor or simulator, not \"toaster\"");
    }

    @Test
    void anEmptyVariableSaysNothing() {
        bench.environment.put("QMASTER_CLUSTER", "");

        assertThat(values().get("cluster").get("value").asString()).isEqualTo("This Computer");
    }

    @Test
    void theAddressOfAClusterIsMaskedEverywhere() {
        bench.environment.put("QMASTER_CLUSTER_ID", ADDRESS);

        Bench.Run run = bench.run("config", "--json", "--debug");
        Bench.Run doctor = bench.run("doctor", "--verbose");

        assertThat(run.json().get("values").get("cluster").get("value").asString())
                .isEqualTo("render:•••@10.0.0.5:51737");
        assertThat(run.out() + run.err() + doctor.out() + doctor.err()).doesNotContain("s3cret");
    }

    @Test
    void theHighestLevelThatNamesAClusterOrAnAddressDecides() throws Exception {
        bench.environment.put("QMASTER_CLUSTER_ID", ADDRESS);

        assertThat(values("--cluster", "FCS Cluster")
                        .get("cluster")
                        .get("value")
                        .asString())
                .isEqualTo("FCS Cluster");
        assertThat(values(
                                "--cluster",
                                "FCS Cluster",
                                "--cluster-id-file",
                                addressFile("rw-------").toString())
                        .get("cluster")
                        .get("place")
                        .asString())
                .isEqualTo("--cluster-id-file");
    }

    @Test
    void aFileWithAnAddressThatEveryUserCanReadIsRefused() throws Exception {
        Path file = addressFile("rw-r--r--");

        Bench.Run run = bench.run("config", "--cluster-id-file", file.toString(), "--json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.error().get("hint").asString()).contains("chmod");
    }

    @Test
    void aWrongAddressIsNotRepeated() {
        bench.environment.put("QMASTER_CLUSTER_ID", "s3cret");

        Bench.Run run = bench.run("config", "--debug");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("QMASTER_CLUSTER_ID").doesNotContain("s3cret");
    }

    @Test
    void anAddressInPlaceOfAClustersNameIsRefusedAndNotRepeated() {
        Bench.Run flag = bench.run("config", "--debug", "--cluster", "render:s3cret@10.0.0.5:50000");
        bench.environment.put("QMASTER_CLUSTER", "render:s3cret@10.0.0.5:50000");
        Bench.Run variable = bench.run("list", "--json");

        assertThat(flag.code()).isEqualTo(2);
        assertThat(flag.out() + flag.err())
                .contains("--cluster", "--cluster-id-file")
                .doesNotContain("s3cret");
        assertThat(variable.code()).isEqualTo(2);
        assertThat(variable.err()).contains("QMASTER_CLUSTER").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret@mac-3", "jo s3cret@mac-3", "mac-3@s3cret", "@s3cret", "s3cret@"})
    void aNameOfAClusterWithAnAtSignIsRefusedAndNotRepeated(String name) throws IOException {
        bench.file("home/.config/qmaster/config.json", "{\"cluster\": \"" + name + "\"}");

        Bench.Run file = bench.run("list", "--debug");
        Bench.Run flag = bench.submit("--cluster", name, "--debug");

        assertThat(List.of(file, flag)).allSatisfy(run -> {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err())
                    .contains("it contains an @", "an address in a file, by --cluster-id-file")
                    .doesNotContain("s3cret");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"clutser\": \"x\"}",
                "{\"cluster\": 7}",
                "{\"cluster\": \"\"}",
                "{\"quiet\": \"yes\"}",
                "{\"poll\": \"often\"}",
                "{\"backend\": \"toaster\"}",
                "{\"cluster\": \"x\", \"cluster\": \"y\"}",
                "{\"cluster\": \"x\"} {}",
                "[]",
                "no json"
            })
    void aMistakeInTheConfigFileIsExitCode2AndNamesTheFile(String content) {
        Path file = configFile(content);

        Bench.Run run = bench.run("list", "--json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.error().get("code").asString()).isEqualTo("CONFIGURATION");
        assertThat(run.error().get("message").asString()).contains(file.toString());
    }

    @Test
    void anUnknownKeyIsNamed() {
        configFile("{\"clutser\": \"x\"}");

        assertThat(bench.run("list").err()).contains("\"clutser\"").contains("cluster");
    }

    @Test
    void aConfigFileThatIsNamedMustBeThere() {
        assertThat(bench.run("list", "--config", folder.resolve("no.json").toString())
                        .code())
                .isEqualTo(2);
    }

    @Test
    void relativePathsInTheFileStartAtItsFolderAndATildeAtHome() {
        Path file = configFile("{\"simulatorDir\": \"here\", \"stateDir\": \"~/there\"}");

        JsonNode values = values();

        assertThat(values.get("simulatorDir").get("value").asString())
                .isEqualTo(file.resolveSibling("here").toString());
        assertThat(values.get("stateDir").get("value").asString())
                .isEqualTo(folder.resolve("home").resolve("there").toString());
    }

    @Test
    void doctorTellsOfAWrongConfigFileInsteadOfFailing() {
        configFile("no json");

        Bench.Run run = bench.run("doctor", "--json");

        assertThat(run.code()).isEqualTo(5);
        JsonNode finding = run.json().get(1);
        assertThat(finding.propertyNames()).containsExactly("id", "status", "message", "fix");
        assertThat(finding.get("id").asString()).isEqualTo("config");
        assertThat(finding.get("status").asString()).isEqualTo("failed");
        assertThat(finding.get("fix").isString()).isTrue();
    }

    @Test
    void doctorTellsOfAnAddressThatTheBackendCannotTake() {
        Bench later = new Bench(folder, new ScriptedBackend().without(Capability.CLUSTER_ADDRESS));
        later.environment.put("QMASTER_CLUSTER_ID", ADDRESS);

        Bench.Run run = later.run("doctor");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("failed ")
                        .contains("default-cluster", "render:•••@10.0.0.5:51737", "--cluster NAME"));
    }

    @Test
    void doctorWarnsOfAFolderOfNoticesThatIsALinkToAnotherFolder() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));
        bench.environment.put("QMASTER_STATE_DIR", state.toString());
        Path notices = state.resolve("notify-" + System.getProperty("user.name"));
        Files.createSymbolicLink(notices, Files.createDirectory(folder.resolve("elsewhere")));

        Bench.Run run = bench.run("doctor");

        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("warning ")
                        .contains("notify", notices.toString(), "symbolic link"));
    }

    @Test
    void doctorIsExitCode0WhenASubmissionWouldWork() {
        assertThat(bench.run("doctor").code()).isZero();
    }

    @Test
    void doctorSeesThatTheStateFolderCannotBeMade() {
        bench.file("a file", "");

        Bench.Run run = bench.run(
                "doctor", "--state-dir", folder.resolve("a file/state").toString());

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.out()).contains("failed   state-dir");
    }

    @Test
    void aLogFileThatCannotBeWrittenIsReportedOnce() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no /dev/full");

        Bench.Run run = new Bench(folder, new ScriptedBackend().queues("B-1")).submit("--log-file", full.toString());

        assertThat(run.code()).isZero();
        assertThat(run.err()).containsOnlyOnce("the log file /dev/full cannot be written");
    }

    @Test
    void theLogFileHoldsTheStoryOfABatch() throws Exception {
        ScriptedBackend backend = new ScriptedBackend().queues("B-1");
        Path log = folder.resolve("log.txt");

        Bench logging = new Bench(folder, backend);
        logging.submit("--log-file", log.toString());

        String submission = logging.journal.entries().get(0).submissionId().value();
        assertThat(log).content().contains("INFO qmaster.batch submission=" + submission + " batch=B-1 queued as B-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void aLineOfTheLogCarriesTheTimeAtWhichItHappened(String format) throws Exception {
        VirtualSimulator simulator = Simulator.onVirtualTime(
                Scenario.builder().jobsTake(Duration.ofMinutes(10)).build());
        Instant begin = simulator.clock().now();
        Path log = folder.resolve("log.txt");

        new Bench(folder, simulator).submit("--wait", "--log-file", log.toString(), "--log-format", format);

        List<Instant> times = Files.readAllLines(log).stream()
                .filter(line -> line.contains("qmaster.batch") || line.contains("qmaster.event"))
                .map(line -> format.equals("text")
                        ? Instant.parse(line.substring(0, line.indexOf(' ')))
                        : Instant.ofEpochMilli(JsonMapper.shared()
                                .readTree(line)
                                .get("timestamp")
                                .longValue()))
                .toList();
        assertThat(times)
                .hasSizeGreaterThan(2)
                .allMatch(time ->
                        !time.isBefore(begin) && !time.isAfter(simulator.clock().now()))
                .contains(begin);
    }

    @Test
    void aNewLogFileIsForItsUserAloneAndOneThatIsThereKeepsItsPermissions() throws Exception {
        Path made = folder.resolve("made.txt");
        Path kept = Files.createFile(folder.resolve("kept.txt"));
        Files.setPosixFilePermissions(kept, PosixFilePermissions.fromString("rw-r-----"));
        Bench bench = new Bench(folder, new ScriptedBackend());

        bench.run("list", "--log-file", made.toString());
        bench.run("list", "--log-file", kept.toString());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aLogFileWithoutItsFolderIsRefusedInPlainWords() {
        Path log = folder.resolve("none/log.txt");

        Bench.Run run = new Bench(folder, new ScriptedBackend()).run("list", "--log-file", log.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(log + " cannot be written: it does not exist");
    }

    @ParameterizedTest
    @CsvSource({"list,--config", "submit,--from", "list,--cluster-id-file"})
    void aFileThatDoesNotExistIsRefusedWithoutTheNameOfAClass(String command, String option) {
        String missing = folder.resolve("missing").toString();

        Bench.Run run = new Bench(folder, new ScriptedBackend()).run(command, option, missing);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("missing").contains("cannot be read: it does not exist;");
    }

    @Test
    void aFileWithAnAddressIsRefusedWhenItIsLargerThanAnAddressCanBe() throws Exception {
        Path huge = folder.resolve("id");
        try (RandomAccessFile hole = new RandomAccessFile(huge.toFile(), "rw")) {
            hole.setLength(3L << 30);
        }
        Files.setPosixFilePermissions(huge, PosixFilePermissions.fromString("rw-------"));

        Bench.Run run = new Bench(folder, new ScriptedBackend()).run("list", "--cluster-id-file", huge.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("it is larger than 64 KiB");
    }

    @Test
    void theLogFileCanBeJson() throws Exception {
        ScriptedBackend backend = new ScriptedBackend().queues("B-1");
        Path log = folder.resolve("log.jsonl");

        new Bench(folder, backend).submit("--log-file", log.toString(), "--log-format", "json");

        assertThat(Files.readAllLines(log))
                .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
    }

    @Test
    void verboseTellsTheStoryOnStderr() {
        ScriptedBackend backend = new ScriptedBackend().queues("B-1");

        assertThat(new Bench(folder, backend).submit("--verbose").err()).contains("qmaster: info: queued as B-1");
    }

    private JsonNode values(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "config";
        arguments[1] = "--json";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return bench.run(arguments).json().get("values");
    }

    private Path configFile(String content) {
        return bench.file("home/.config/qmaster/config.json", content);
    }

    private Path addressFile(String permissions) throws IOException {
        Path file = bench.file("address", ADDRESS + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
