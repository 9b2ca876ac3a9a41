package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Uses the stand-ins like the programs that others wrote for the real ones: they know the paths of the applications,
 * read pipes to their end, check exit codes before messages, and treat every status except two as a failure.
 */
@Timeout(value = 3, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class ForeignClientsTest {
    private static final Pattern BATCH = Pattern.compile("<batchID ([^ ]+) />");
    private static final Pattern STATUS = Pattern.compile("<(batch|job)Status .*? status=\"([^\"]*)\"");
    private static final String COMPRESSOR = "Compressor.app/Contents/MacOS/Compressor";

    /** The two jobs are encoded one after the other. */
    private static final Scenario ONE_AT_A_TIME = Scenario.parse("""
            {"durations": {"dispatch": "1s", "job": "1h", "variation": 0},
             "clusters": [{"name": "This Computer", "nodes": [{"name": "mac"}]}]}
            """);

    @TempDir
    private Path folder;

    private StandInMac mac;
    private int submissions;
    private TimeByHand time;

    @AfterEach
    void endService() throws Exception {
        mac.endService();
    }

    /** The output of a program, and its exit code. */
    private record Read(int exitCode, String text) {
        String batch() {
            Matcher batch = BATCH.matcher(text);
            assertThat(batch.find()).as(text).isTrue();
            return batch.group(1);
        }
    }

    private ProcessBuilder call(String program, List<String> arguments) {
        List<String> words =
                new ArrayList<>(List.of(mac.standIn().folder().resolve(program).toString()));
        words.addAll(arguments);
        return new ProcessBuilder(words).redirectErrorStream(true);
    }

    /** Reads a pipe to its end. */
    private Read read(String program, List<String> arguments) throws IOException, InterruptedException {
        Process process = call(program, arguments).start();
        process.getOutputStream().close();
        String text = text(process);
        return new Read(process.waitFor(), text);
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Read compressor(String... arguments) throws Exception {
        return read(COMPRESSOR, List.of(arguments));
    }

    /** Compressor 4 keeps a pipe open until nothing is left to encode, which is why its clients read files. */
    private Read answered(StandInGeneration generation, String... arguments) throws Exception {
        if (generation != StandInGeneration.COMPRESSOR_4) {
            return compressor(arguments);
        }
        Path file = folder.resolve("answer");
        int exitCode = call(COMPRESSOR, List.of(arguments))
                .redirectOutput(file.toFile())
                .start()
                .waitFor();
        return new Read(exitCode, Files.readString(file));
    }

    private Read monitor(StandInGeneration generation, String batch) throws Exception {
        return generation.hasBatchMonitor()
                ? read(
                        "Utilities/Batch Monitor.app/Contents/MacOS/Batch Monitor",
                        List.of("-clustername", "This Computer", "-batchid", batch, "-query", "0"))
                : answered(generation, "-monitor", "-batchid", batch, "-once");
    }

    /** The path of a setting in each generation. */
    private static String proRes(StandInGeneration generation) {
        String contents = "Compressor.app/Contents/";
        return contents
                + switch (generation) {
                    case FINAL_CUT_STUDIO -> "Resources/English.lproj/Formats/ProRes/Apple ProRes 422.setting";
                    case COMPRESSOR_4 -> "Resources/Settings/ProRes/ProRes422.cmprstng";
                    case COMPRESSOR_5_2 ->
                        "Frameworks/StompUI.framework/Versions/A/Resources/Settings/ProRes422.compressorsetting";
                    case COMPRESSOR_5_4 ->
                        "PlugIns/Compressor/CompressorKit.bundle/Contents/Resources/BuiltInSettings/ProRes/"
                                + "ProRes422.compressorsetting";
                };
    }

    private String[] twoJobs(StandInGeneration generation) throws IOException {
        String output = generation.hasBatchMonitor() ? "-destinationpath" : "-locationpath";
        List<String> arguments = new ArrayList<>(List.of("-batchname", "foreign"));
        submissions++;
        for (String name : List.of("one " + submissions + ".mov", "other " + submissions + ".mov")) {
            arguments.addAll(List.of("-jobpath", mac.source(name).toString()));
            arguments.addAll(List.of(
                    "-settingpath",
                    mac.standIn().folder().resolve(proRes(generation)).toString()));
            arguments.addAll(List.of(output, mac.output(name).toString()));
        }
        return arguments.toArray(String[]::new);
    }

    private void install(StandInGeneration generation) throws Exception {
        StandInMac.AndTime installed = StandInMac.withTimeByHand(folder, generation, ONE_AT_A_TIME);
        mac = installed.mac();
        time = installed.time();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPRESSOR_4")
    void aClientThatReadsPipesToTheirEndHasItsIdWhileTheBatchIsEncoded(StandInGeneration generation) throws Exception {
        install(generation);

        Read first = compressor(twoJobs(generation));
        Read second = compressor(twoJobs(generation));

        assertThat(List.of(first, second))
                .allSatisfy(read -> assertThat(read.exitCode()).isZero())
                .allSatisfy(read -> assertThat(read.text()).containsPattern(BATCH));
        assertThat(mac.service()).as("a running service").isPresent();
    }

    /** It makes no difference whether a service is already running. */
    @Test
    void aClientThatReadsAPipeOfCompressor4ToItsEndWaitsUntilNothingIsEncoded() throws Exception {
        install(StandInGeneration.COMPRESSOR_4);
        AtomicBoolean encoded = new AtomicBoolean();
        List<CompletableFuture<Boolean>> ends = new ArrayList<>();
        for (int client = 0; client < 2; client++) {
            Process process = call(COMPRESSOR, List.of(twoJobs(StandInGeneration.COMPRESSOR_4)))
                    .start();
            process.getOutputStream().close();
            ends.add(CompletableFuture.supplyAsync(() -> endsAfter(process, encoded)));
            assertThat(process.waitFor()).isZero();
        }
        Read fromFile = answered(StandInGeneration.COMPRESSOR_4, twoJobs(StandInGeneration.COMPRESSOR_4));
        Process monitor = call(COMPRESSOR, List.of("-monitor", "-once")).start();
        ends.add(CompletableFuture.supplyAsync(() -> endsAfter(monitor, encoded)));
        assertThat(monitor.waitFor()).isZero();
        assertThat(statuses("batch", answered(StandInGeneration.COMPRESSOR_4, "-monitor", "-once")))
                .hasSize(3);
        assertThat(fromFile.batch()).isNotEmpty();

        encoded.set(true);
        time.advance(Duration.ofHours(7));

        assertThat(ends).allSatisfy(end -> assertThat(end.get()).isTrue());
    }

    private static boolean endsAfter(Process process, AtomicBoolean encoded) {
        try {
            return !text(process).isEmpty() && encoded.get();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aClientThatTakesEveryOtherStatusForAFailureSeesNone(StandInGeneration generation) throws Exception {
        install(generation);
        String batch = answered(generation, twoJobs(generation)).batch();

        assertThat(statuses("job", monitor(generation, batch))).isEmpty();
        for (Duration passed : List.of(Duration.ofSeconds(30), Duration.ofMinutes(75), Duration.ofHours(2))) {
            time.advance(passed);
            Read answer = monitor(generation, batch);
            assertThat(statuses("batch", answer)).hasSize(1).isSubsetOf("Processing", "Successful");
            assertThat(statuses("job", answer)).isNotEmpty().isSubsetOf("Processing", "Successful");
        }
        Read last = monitor(generation, batch);
        assertThat(statuses("batch", last)).containsExactly("Successful");
        assertThat(statuses("job", last)).isNotEmpty().containsOnly("Successful");
    }

    private static List<String> statuses(String of, Read answer) {
        return STATUS.matcher(answer.text())
                .results()
                .filter(found -> found.group(1).equals(of))
                .map(found -> found.group(2))
                .toList();
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
        Read noCluster = compressor(Stream.concat(
                        Stream.of(generation.hasBatchMonitor() ? "-clustername" : "-computergroup", "Nowhere"),
                        Stream.of(twoJobs(generation)))
                .toArray(String[]::new));

        boolean first = generation.hasBatchMonitor();
        assertThat(missing.exitCode()).isEqualTo(first ? 0 : 255);
        assertThat(missing.text()).contains("Parameter error: ").doesNotContainPattern(BATCH);
        assertThat(noMedium.exitCode()).isEqualTo(first ? 0 : 3);
        assertThat(noMedium.text()).contains("Submission Error: ").doesNotContainPattern(BATCH);
        assertThat(noCluster.exitCode() == 0).isEqualTo(first);
        assertThat(noCluster.text())
                .contains("Could not find cluster \"Nowhere\"")
                .doesNotContainPattern(BATCH);
    }
}
