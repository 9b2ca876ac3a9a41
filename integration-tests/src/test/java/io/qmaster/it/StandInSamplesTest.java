package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.it.StandInCompressor.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stand-ins write what the real programs wrote, byte for byte but for ids, times and process numbers: these are
 * replaced in both, each id by the number of its first appearance.
 */
@Timeout(value = 2, unit = MINUTES)
class StandInSamplesTest {
    private static final Pattern UUID = Pattern.compile("[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}");
    private static final Pattern LOG_PREFIX =
            Pattern.compile("(?m)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} Compressor\\[\\d+:[0-9a-f]+]");

    private static final Path SAMPLES = Path.of("../qmaster-compressor-cli/src/test/resources");

    @TempDir
    Path folder;

    private Path source;
    private Path setting;

    @BeforeEach
    void files() throws IOException {
        source = Files.writeString(folder.resolve("Promo_Master.mov"), "movie");
        setting = Files.writeString(folder.resolve("x.compressorsetting"), "<setting/>");
    }

    @Test
    void finalCutStudioIsQueuedAsInTheSample() throws Exception {
        assertLikeSample(
                submit(Version.FINAL_CUT_STUDIO, "-clustername", "FCS Cluster").error(),
                "final-cut-studio/submit.stderr",
                "hunterbj",
                "editor");
    }

    @Test
    void aMissingClusterIsSaidAsInTheSample() throws Exception {
        Answer answer = submit(Version.FINAL_CUT_STUDIO, "-clustername", "Gone");

        assertLikeSample(answer.error(), "final-cut-studio/submit-cluster-missing.stderr", "FCS Cluster", "Gone");
    }

    @Test
    void compressor4IsQueuedAsInTheSample() throws Exception {
        assertLikeSample(submit(Version.COMPRESSOR_4).error(), "compressor-4/submit.stderr");
    }

    @Test
    void compressor5IsQueuedAsInTheSample() throws Exception {
        Answer answer = run(
                Version.COMPRESSOR_5_4,
                "-batchname",
                "Promo deliverables",
                "-jobpath",
                source.toString(),
                "-settingpath",
                setting.toString(),
                "-locationpath",
                folder.resolve("a.mov").toString(),
                "-jobpath",
                source.toString(),
                "-settingpath",
                setting.toString(),
                "-locationpath",
                folder.resolve("b.mov").toString(),
                "-outputformat",
                "json");

        assertLikeSample(answer.output(), "compressor-5/submit.stdout");
        assertLikeSample(answer.error(), "compressor-5/submit.stderr");
    }

    @Test
    void aFolderAsOutputIsRefusedAsInTheSample() throws Exception {
        Answer answer = run(
                Version.COMPRESSOR_5_4,
                "-jobpath",
                source.toString(),
                "-settingpath",
                setting.toString(),
                "-locationpath",
                folder.toString());

        assertThat(answer.exitCode()).isEqualTo(255);
        // The noise in front of it was not in the sample.
        assertThat(neutral(answer.error())).endsWith(neutral(sample("compressor-5/submit-parameter-error.stderr")));
    }

    @Test
    void legacyStatusHasTheAttributesOfTheSampleInTheirOrder() throws Exception {
        submit(Version.COMPRESSOR_4);

        String answer = run(Version.COMPRESSOR_4, "-monitor", "-once").output();

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
        submit(Version.COMPRESSOR_5_4);

        String answer = run(Version.COMPRESSOR_5_4, "-monitor", "-once", "-outputformat", "json")
                .output();

        // The sample begins with one more empty array, and has two jobs of which each tells other fields.
        assertThat(shapeOfBatch(answer))
                .isEqualTo(shapeOfBatch(sample("compressor-5/monitor-once.stdout")).stream()
                        .skip(3)
                        .toList());
    }

    private static List<String> shapeOfBatch(String json) {
        return json.lines()
                .filter(line -> !line.contains("jobStatus"))
                .map(line -> line.replaceAll(" : (\"[^\"]*\"|\\d+)", " : ?"))
                .toList();
    }

    private Answer submit(Version version, String... cluster) throws Exception {
        List<String> arguments = new ArrayList<>(Arrays.asList(cluster));
        arguments.addAll(List.of(
                "-batchname",
                "x",
                "-jobpath",
                source.toString(),
                "-settingpath",
                setting.toString(),
                version == Version.FINAL_CUT_STUDIO ? "-destinationpath" : "-locationpath",
                folder.resolve("out.mov").toString()));
        return run(version, arguments.toArray(String[]::new));
    }

    private record Answer(String output, String error, int exitCode) {}

    private Answer run(Version version, String... arguments) throws Exception {
        Path applications = folder.resolve("applications");
        StandInCompressor installed = Files.exists(applications)
                ? StandInCompressor.at(applications)
                : StandInCompressor.install(version, Files.createDirectories(applications));
        List<String> words = new ArrayList<>(List.of(installed.compressor().toString()));
        words.addAll(List.of(arguments));
        Path output = folder.resolve("stdout");
        Path error = folder.resolve("stderr");
        int exitCode = new ProcessBuilder(words)
                .redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start()
                .waitFor();
        return new Answer(Files.readString(output), Files.readString(error), exitCode);
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
        Matcher ids = UUID.matcher(LOG_PREFIX.matcher(text).replaceAll("TIME Compressor[PID:THREAD]"));
        return ids.replaceAll(id -> numbers.computeIfAbsent(id.group(), any -> "ID" + numbers.size()));
    }

    private static String sample(String name) throws IOException {
        return Files.readString(SAMPLES.resolve(name));
    }
}
