package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.qmaster.cli.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every command that needs an engine, on a machine without Compressor, whether the backend is named or not. */
class WithoutCompressorTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void requireNoCompressor() {
        assumeFalse(Files.exists(Path.of("/Applications/Compressor.app")), "Compressor is installed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "submit clip.mov --setting Plain --destination-dir out",
                "status B-1",
                "wait B-1",
                "list",
                "cancel B-1",
                "pause B-1",
                "resume B-1",
                "show B-1",
                "agent",
                "agent --once",
                "retry B-1",
                "retry B-1 --wait",
                "settings show Plain"
            })
    void saysThatCompressorIsNotInstalled(String command) {
        for (String line : new String[] {command, "--backend compressor " + command}) {
            err.reset();

            int code = run(line.split(" "));

            assertThat(code).as(line + ": " + err()).isEqualTo(5);
            assertThat(err()).contains("Compressor is not installed").doesNotContain("Exception");
        }
    }

    @Test
    void theSettingsOfTheUserAreListedNevertheless() {
        assertThat(run("--backend", "compressor", "settings")).isZero();
        assertThat(err()).contains("warning: the built-in settings are missing, since Compressor is not installed");
        err.reset();
        assertThat(run("--backend", "compressor", "settings", "--json")).isZero();
        assertThat(err()).startsWith("{\"warning\":{\"message\":\"the built-in settings are missing, since ");
    }

    @Test
    void aSettingFileIsShownNevertheless() throws Exception {
        Path file = Files.writeString(folder.resolve("Plain.compressorsetting"), Bench.SETTING);

        assertThat(run("settings", "show", file.toString())).as(err()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("name         Plain", file.toString());
    }

    @Test
    void aSettingFileThatIsMissingIsReportedAsMissing() {
        assertThat(run(
                        "settings",
                        "show",
                        folder.resolve("none.compressorsetting").toString()))
                .isEqualTo(3);
        assertThat(err()).contains("does not exist");
    }

    @Test
    void whatTheJournalAloneAnswersNeedsNoCompressor() {
        assertThat(run("logs", "B-1")).isEqualTo(8);
        assertThat(err()).doesNotContain("installed");
    }

    @Test
    void doctorStillChecksTheRest() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));

        assertThat(run("doctor", "--json", "--state-dir", state.toString())).isEqualTo(5);
        assertThat(run("doctor", "--state-dir", state.toString())).isEqualTo(5);

        assertThat(err()).isEmpty();
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        JsonNode findings = JsonMapper.shared().readTree(lines.get(0));
        assertThat(findings.findValuesAsString("id"))
                .containsExactly("java", "config", "state-dir", "journal", "default-cluster", "backend");
        JsonNode backend = findings.get(5);
        assertThat(backend.get("status").asString()).isEqualTo("failed");
        assertThat(backend.get("fix").asString()).contains("--compressor FILE", "--backend simulator");
        assertThat(lines.get(lines.size() - 1)).startsWith("failed   backend: Compressor is not installed");
    }

    private int run(String... arguments) {
        return new Program(
                        Map.of("HOME", folder.toString()),
                        InputStream.nullInputStream(),
                        new Console(out, err),
                        new CompositionRoot(),
                        receiver -> {},
                        (code, lastWord) -> {})
                .run(arguments);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
