package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Drives the stand-ins as programs do that others wrote for the real ones: they know the paths of the applications, read pipes
 * to their end, look at exit codes before words, and take every listed status but two for a failure.
 */
@Timeout(value = 3, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class ForeignClientsTest {
    private static final Pattern BATCH = Pattern.compile("<batchID ([^ ]+) />");
    private static final Pattern STATUS = Pattern.compile("<(batch|job)Status .*? status=\"([^\"]*)\"");

    /** One job of two is encoded after the other. */
    private static final Scenario ONE_AT_A_TIME = Scenario.parse("""
            {"durations": {"dispatch": "1s", "job": "1h", "variation": 0},
             "clusters": [{"name": "This Computer", "nodes": [{"name": "mac"}]}]}
            """);

    @TempDir
    private Path folder;

    private StandInMac mac;
    private TimeByHand time;

    @AfterEach
    void endService() throws Exception {
        mac.endService();
    }

    /** What a program wrote, read to the end of both pipes, and its exit code. */
    private record Read(int exitCode, String text) {}

    private Read read(String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of(mac.standIn().folder().resolve(program).toString()));
        words.addAll(arguments);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Read(process.waitFor(), text);
    }

    private Read compressor(String... arguments) throws Exception {
        return read("Compressor.app/Contents/MacOS/Compressor", List.of(arguments));
    }

    private Read monitor(StandInGeneration generation, String batch) throws Exception {
        return generation.hasBatchMonitor()
                ? read(
                        "Utilities/Batch Monitor.app/Contents/MacOS/Batch Monitor",
                        List.of("-clustername", "This Computer", "-batchid", batch, "-query", "0"))
                : compressor("-monitor", "-batchid", batch, "-once");
    }

    private String[] twoJobs(StandInGeneration generation) throws IOException {
        String output = generation.hasBatchMonitor() ? "-destinationpath" : "-locationpath";
        List<String> arguments = new ArrayList<>(List.of("-batchname", "foreign"));
        for (String name : List.of("one.mov", "other.mov")) {
            arguments.addAll(List.of("-jobpath", mac.source(name).toString()));
            arguments.addAll(List.of("-settingpath", mac.setting().toString()));
            arguments.addAll(List.of(output, mac.output(name).toString()));
        }
        return arguments.toArray(String[]::new);
    }

    private void install(StandInGeneration generation) throws Exception {
        StandInMac.AndTime installed = StandInMac.withTimeByHand(folder, generation, ONE_AT_A_TIME);
        mac = installed.mac();
        time = installed.time();
    }

    /** Compressor 4 keeps the pipe open until nothing is left to encode, which is why its clients read files. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPRESSOR_4")
    void aClientThatReadsPipesToTheirEndHasItsIdWhileTheBatchIsEncoded(StandInGeneration generation) throws Exception {
        install(generation);

        Read first = compressor(twoJobs(generation));
        Read second = compressor(twoJobs(generation));

        assertThat(List.of(first, second))
                .allSatisfy(read -> assertThat(read.exitCode()).isZero())
                .allSatisfy(read -> assertThat(read.text()).containsPattern(BATCH));
        assertThat(mac.service()).as("a service that is at work").isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPRESSOR_4")
    void aClientThatTakesEveryOtherStatusForAFailureSeesNone(StandInGeneration generation) throws Exception {
        install(generation);
        Matcher batch = BATCH.matcher(compressor(twoJobs(generation)).text());
        assertThat(batch.find()).isTrue();

        for (Duration passed : List.of(Duration.ofSeconds(30), Duration.ofMinutes(75), Duration.ofHours(2))) {
            time.advance(passed);
            String text = monitor(generation, batch.group(1)).text();
            assertThat(STATUS.matcher(text).results().map(found -> found.group(2)))
                    .isNotEmpty()
                    .isSubsetOf("Processing", "Successful");
        }
        assertThat(monitor(generation, batch.group(1)).text()).contains("status=\"Successful\"");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aClientThatLooksAtTheExitCodeBeforeTheWordsLearnsWhatItDidOfTheRealOne(StandInGeneration generation)
            throws Exception {
        install(generation);
        String[] job = twoJobs(generation);
        job[3] = folder.resolve("none.mov").toString();

        Read missing = compressor(job);
        job[3] = mac.setting().toString();
        Read noMedium = compressor(job);

        boolean first = generation.hasBatchMonitor();
        assertThat(missing.exitCode()).isEqualTo(first ? 0 : 255);
        assertThat(missing.text()).contains("Parameter error: ").doesNotContainPattern(BATCH);
        assertThat(noMedium.exitCode()).isEqualTo(first ? 0 : 3);
        assertThat(noMedium.text()).contains("Submission Error: ").doesNotContainPattern(BATCH);
    }
}
