package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorRunTest {
    @TempDir
    private Path folder;

    private Bench.Run run(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "simulator";
        arguments[1] = "run";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return new Bench(folder, null).run(arguments);
    }

    private Path file(String name, String content) {
        return new Bench(folder, null).file(name, content);
    }

    @Test
    void stdoutIsTheEventLog() {
        Bench.Run run = run("calm", "--batches", "3");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.eventNames())
                .startsWith("submitted", "status", "segmentStarted")
                .contains("joined");
        assertThat(run.events().stream()
                        .filter(event -> event.get("event").asString().equals("submitted")))
                .hasSize(3);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void theReportIsAPageAndTheLogTheSame() {
        Path report = folder.resolve("night.html");

        Bench.Run run = run("night-shift", "--batches", "12", "--report", report.toString());

        assertThat(run.err()).isEqualTo("the report is in " + report + "\n");
        assertThat(run.out()).isEqualTo(run("night-shift", "--batches", "12").out());
        assertThat(report)
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>Scenario night-shift, 12 batches</h1>");
    }

    @Test
    void batchesComeFromAFile() {
        Path batches = file("reels.json", "[{\"name\": \"reel\", \"size\": \"1GB\", \"cluster\": \"This Computer\"}]");

        Bench.Run run = run("calm", "--batches", batches.toString());

        assertThat(run.events().get(0).get("name").asString()).isEqualTo("reel");
        assertThat(run.events().get(0).get("cluster").asString()).isEqualTo("This Computer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    run                            | missing required
                    run calm                       | --batches
                    run nonsense --batches 3       | the scenario "nonsense" does not exist
                    run calm --batches 0           | expected a number from 1 to 10000, found 0
                    run calm --batches 10001       | expected a number from 1 to 10000, found 10001
                    run calm --batches 99999999999 | expected a file, found nothing
                    run calm --batches none.json   | none.json: at its beginning expected a file, found nothing
                    run calm --batches -3          | -3
                    """)
    void aMistakeIsExitCode2AndOneLine(String line, String words) {
        Bench.Run run = new Bench(folder, null).run(("simulator " + line).split(" "));

        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("qmaster: ").hasLineCount(1).contains(words);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aFaultInTheFileIsToldWithItsPlaceInJsonToo() {
        Path batches = file("reels.json", "{\"batches\": [{\"name\": \"reel\", \"size\": \"much\"}]}");

        Bench.Run run = run("calm", "--batches", batches.toString(), "--json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.error().get("code").asString()).isEqualTo("COMMAND_LINE");
        assertThat(run.error().get("message").asString()).contains("reels.json: at /batches/0/size expected");
    }

    @Test
    void aReportThatCannotBeWrittenIsExitCode3AndNothingIsPrinted() {
        Path nowhere = folder.resolve("none/night.html");

        Bench.Run run = run("calm", "--batches", "3", "--report", nowhere.toString(), "--json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.error().get("code").asString()).isEqualTo("REPORT_UNWRITABLE");
        assertThat(run.error().get("message").asString())
                .isEqualTo("the report " + nowhere + " cannot be written: its folder does not exist");
        assertThat(run.out()).isEmpty();
        assertThat(run("calm", "--batches", "3", "--report", folder.toString()).code())
                .isEqualTo(3);
    }

    @Test
    void aReportDoesNotOverwriteWhatTheRunReads() {
        Path batches = file("reels.json", "[{\"name\": \"reel\", \"size\": \"1GB\"}]");

        Bench.Run run = run("calm", "--batches", batches.toString(), "--report", batches.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(batches).content().startsWith("[");
    }
}
