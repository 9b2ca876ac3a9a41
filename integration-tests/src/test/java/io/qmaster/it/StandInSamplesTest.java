package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The stand-ins as processes print the same as the real programs, byte for byte except ids, times and process numbers:
 * these are replaced in both, each id by the number of its first appearance. There is no output of the Java runtime
 * among it.
 */
@Timeout(value = 2, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class StandInSamplesTest {
    private static final Pattern UUID = Pattern.compile("[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}");
    private static final Pattern LOG_PREFIX =
            Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} Compressor\\[\\d+:[0-9a-f]+]");
    private static final String USER = System.getProperty("user.name");

    private static final Path SAMPLES = Path.of("../qmaster-compressor-cli/src/test/resources");

    /** One job of a batch is encoded while the other one, which was interrupted, waits. */
    private static final Scenario SCENARIO = Scenario.parse("""
            {"durations": {"dispatch": "1s", "job": "10s", "variation": 0},
             "clusters": [{"name": "FCS Cluster", "nodes": [{"name": "node-1"}]},
                          {"name": "This Computer", "nodes": [{"name": "node-1", "speed": 2}, {"name": "node-2"}]}],
             "faults": [{"fault": "node-down", "cluster": "This Computer", "node": "node-2", "at": "1.5s"}]}
            """);

    @TempDir
    private Path folder;

    private StandInMac mac;
    private TimeByHand time;

    @AfterEach
    void endService() throws Exception {
        mac.endService();
    }

    @Test
    void finalCutStudioIsQueuedAsInTheSample() throws Exception {
        install(StandInGeneration.FINAL_CUT_STUDIO);

        StandInMac.Call call = submit("-clustername", "FCS Cluster").ended();

        assertLikeSample(call.complaints(), "final-cut-studio/submit.stderr", "hunterbj", USER);
    }

    @Test
    void aMissingClusterIsSaidAsInTheSample() throws Exception {
        install(StandInGeneration.FINAL_CUT_STUDIO);

        StandInMac.Call call = submit("-clustername", "Gone").ended();

        assertLikeSample(call.complaints(), "final-cut-studio/submit-cluster-missing.stderr", "FCS Cluster", "Gone");
    }

    @Test
    void compressor4IsQueuedAsInTheSample() throws Exception {
        install(StandInGeneration.COMPRESSOR_4);

        StandInMac.Call call = submit().ended();

        assertLikeSample(call.complaints(), "compressor-4/submit.stderr", "editor", USER);
    }

    @Test
    void compressor5IsQueuedAsInTheSample() throws Exception {
        install(StandInGeneration.COMPRESSOR_5_4);

        StandInMac.Call call = submitTwoJobs().ended();

        assertLikeSample(call.output(), "compressor-5/submit.stdout");
        assertLikeSample(call.complaints(), "compressor-5/submit.stderr");
    }

    @Test
    void aFolderAsOutputIsRefusedAsInTheSample() throws Exception {
        install(StandInGeneration.COMPRESSOR_5_4);
        // Only the very first call validates the purchase.
        mac.compressor("-help").ended();

        StandInMac.Call call = mac.compressor(
                        "-jobpath",
                        mac.source("Promo_Master.mov").toString(),
                        "-settingpath",
                        mac.setting().toString(),
                        "-locationpath",
                        folder.toString())
                .ended();

        assertThat(call.process().exitValue()).isEqualTo(255);
        assertLikeSample(call.complaints(), "compressor-5/submit-parameter-error.stderr");
    }

    @Test
    void legacyStatusHasTheAttributesOfTheSampleInTheirOrder() throws Exception {
        install(StandInGeneration.COMPRESSOR_4);
        submit().ended();
        time.advance(Duration.ofSeconds(2));

        String answer = mac.compressor("-monitor", "-once").ended().output();

        List<String> ofSample = sample("compressor-4/monitor.stdout")
                .lines()
                .limit(2)
                .map(line -> line.replaceAll("=\"[^\"]*\"", "=\"\""))
                .toList();
        assertThat(answer.lines().map(line -> line.replaceAll("=\"[^\"]*\"", "=\"\"")))
                .isEqualTo(ofSample);
    }

    @Test
    void jsonStatusHasTheFieldsOfTheSampleInTheirOrder() throws Exception {
        install(StandInGeneration.COMPRESSOR_5_4);
        submitTwoJobs().ended();
        time.advance(Duration.ofSeconds(3));

        String answer = mac.compressor("-monitor", "-once", "-outputformat", "json")
                .ended()
                .output();

        assertThat(fields(answer)).isEqualTo(fields(sample("compressor-5/monitor-once.stdout")));
    }

    private static String fields(String json) {
        return json.replaceAll(" : (\"[^\"]*\"|\\d+)", " : ?");
    }

    private void install(StandInGeneration generation) throws Exception {
        StandInMac.AndTime installed = StandInMac.withTimeByHand(folder, generation, SCENARIO);
        mac = installed.mac();
        time = installed.time();
    }

    private StandInMac.Call submit(String... first) throws IOException {
        boolean legacy = mac.standIn().generation() == StandInGeneration.FINAL_CUT_STUDIO;
        List<String> arguments = new ArrayList<>(Arrays.asList(first));
        arguments.addAll(List.of("-batchname", "x"));
        arguments.addAll(job(legacy ? "-destinationpath" : "-locationpath", "out.mov"));
        return mac.compressor(arguments.toArray(String[]::new));
    }

    private StandInMac.Call submitTwoJobs() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-batchname", "Promo deliverables"));
        arguments.addAll(job("-locationpath", "a.mov"));
        arguments.addAll(job("-locationpath", "b.mov"));
        arguments.addAll(List.of("-outputformat", "json"));
        return mac.compressor(arguments.toArray(String[]::new));
    }

    private List<String> job(String outputFlag, String output) throws IOException {
        return List.of(
                "-jobpath",
                mac.source("Promo_Master.mov").toString(),
                "-settingpath",
                mac.setting().toString(),
                outputFlag,
                mac.output(output).toString());
    }

    private static void assertLikeSample(String answer, String sample, String... replaced) throws IOException {
        String expected = sample(sample);
        for (int at = 0; at < replaced.length; at += 2) {
            expected = expected.replace(replaced[at], replaced[at + 1]);
        }
        assertThat(neutral(answer)).isEqualTo(neutral(expected));
    }

    private static String neutral(String text) {
        Map<String, String> numbers = new HashMap<>();
        Matcher ids = UUID.matcher(LOG_PREFIX
                .matcher(text)
                .replaceAll("TIME Compressor[PID:THREAD]")
                .replaceAll("objc\\[\\d+]", "objc[PID]"));
        return ids.replaceAll(id -> numbers.computeIfAbsent(id.group(), any -> "ID" + numbers.size()));
    }

    private static String sample(String name) throws IOException {
        return Files.readString(SAMPLES.resolve(name));
    }
}
