package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorInstallTest {
    @TempDir
    private Path folder;

    private Bench.Run install(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "simulator";
        arguments[1] = "install";
        arguments[2] = folder.resolve("mac").toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return new Bench(folder, null).run(arguments);
    }

    @Test
    void theProgramsThatWereLaidDownAreNamed() {
        Bench.Run run = install("--generation", "final-cut-studio", "--scenario", "night-shift");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(Path.of(line)).isExecutable());
        assertThat(run.lines().get(0)).endsWith("Compressor.app/Contents/MacOS/Compressor");
        assertThat(run.lines().get(1)).endsWith("/Utilities/Batch Monitor.app/Contents/MacOS/Batch Monitor");
    }

    @Test
    void theCreatorStudioIsCompressor52UnderItsOtherName() {
        Bench.Run run = install("--generation", "creator-studio");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.lines().get(0)).endsWith("/Compressor Creator Studio.app/Contents/MacOS/Compressor");
        assertThat(folder.resolve("mac/Compressor.app")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"creator-studio", "compressor-5.4"})
    void everyGenerationEncodesWithTheFfmpegThatIsNamed(String generation) throws Exception {
        Bench.Run run = install("--generation", generation, "--ffmpeg", "/opt/tools/ffmpeg");

        assertThat(Path.of(run.lines().get(0))).content().contains("-Dqmaster.ffmpeg=/opt/tools/ffmpeg");
    }

    @Test
    void anotherScenarioDoesNotTakeAQueueOver() {
        Bench.Run first = install("--generation", "compressor-5.4", "--json");
        Bench.Run second = install("--generation", "compressor-5.4", "--scenario", "hanging", "--json");

        assertThat(first.json().propertyNames()).containsExactly("compressor", "batchMonitor", "state");
        assertThat(first.json().get("batchMonitor").isNull()).isTrue();
        assertThat(second.code()).isEqualTo(5);
        assertThat(second.error().get("code").asString()).isEqualTo("SIMULATOR_SCENARIO_DIFFERS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --json                                             | no generation was given
                    --json --generation compressor-5                   | one of final-cut-studio, compressor-4, compressor-5.2, compressor-5.4, creator-studio
                    --json --generation compressor-4 --scenario sunny  | the scenario "sunny" does not exist
                    """)
    void aMistakeIsExitCode2(String more, String words) {
        Bench.Run run = install(more.split(" +"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.error().get("message").asString()).contains(words);
        assertThat(folder.resolve("mac")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Compressor.app/Contents/MacOS/Compressor",
                "Utilities/Batch Monitor.app/Contents/MacOS/Batch Monitor"
            })
    void anApplicationOfTheRealProgramIsNotReplaced(String program) {
        Path real = new Bench(folder, null).file("mac/" + program, "the real program");

        Bench.Run run = install("--generation", "final-cut-studio", "--json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.error().get("message").asString())
                .contains(real.toString())
                .contains("not replaced")
                .doesNotContain("Exception");
        assertThat(real).hasContent("the real program");
        assertThat(folder.resolve("mac/simulator")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeMadeIsExitCode3() {
        new Bench(folder, null).file("mac", "a file");

        Bench.Run run = install("--generation", "compressor-4", "--json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.error().get("code").asString()).isEqualTo("STAND_IN_UNWRITABLE");
    }
}
