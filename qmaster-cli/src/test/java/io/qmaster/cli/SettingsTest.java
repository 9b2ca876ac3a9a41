package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What {@code qmaster settings} shows of the settings of a Compressor that need not even be installed. */
class SettingsTest {
    @TempDir
    private Path folder;

    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(
                folder,
                new CompressorBackend(CompressorConfiguration.builder()
                        .applications(folder.resolve("Applications"))
                        .home(folder.resolve("home"))
                        .library(folder.resolve("Library"))
                        .build()));
    }

    @Test
    void aFilterFindsANameInAnyLetterCaseAndUnicodeForm() throws Exception {
        saved("a.setting", Normalizer.normalize("Überführung", Normalizer.Form.NFD));
        saved("b.setting", "Proxy");

        assertThat(names(bench.run("settings", Normalizer.normalize("überF", Normalizer.Form.NFC), "--json")))
                .containsExactly(Normalizer.normalize("Überführung", Normalizer.Form.NFD));
    }

    @Test
    void aFilterFindsACodec() throws Exception {
        saved("a.setting", "Web");
        saved("b.setting", "Proxy");

        assertThat(names(bench.run("settings", "APCO", "--json"))).isEmpty();

        Files.writeString(
                settings().resolve("b.setting"),
                "<setting name=\"Proxy\"><encoder name=\"QT\"><video-encode isEnabled=\"yes\"><codec-type>apco"
                        + "</codec-type></video-encode></encoder></setting>");

        assertThat(names(bench.run("settings", "APCO", "--json"))).containsExactly("Proxy");
    }

    @Test
    void everySettingIsALineWhateverItsName() throws Exception {
        saved("a.setting", "two&#10;lines&#155;2J");

        Bench.Run run = bench.run("settings");

        assertThat(run.lines()).hasSize(2);
        assertThat(run.out()).doesNotContain("\u009b");
    }

    @Test
    void thatNothingIsThereIsSaidAndIsNoFailure() {
        assertThat(bench.run("settings").err()).contains("no setting is known by name");
        assertThat(bench.run("settings", "x").err()).contains("has that text");
        assertThat(bench.run("settings", "--json").out()).isEqualTo("[]\n");
        assertThat(bench.run("settings").code()).isZero();
    }

    @Test
    void withoutCompressorAnUnknownNameIsToldAsCompressorsAbsence() throws Exception {
        saved("a.setting", "Web");

        for (String unknown : List.of("HD 720p", "Apple ProRes 422")) {
            Bench.Run run = bench.run("settings", "show", unknown, "--json");

            assertThat(run.code()).isEqualTo(5);
            assertThat(run.error().get("code").asString()).isEqualTo("ENGINE_NOT_INSTALLED");
        }
        assertThat(bench.run("settings", "show", "Web").code()).isZero();
    }

    @Test
    void withoutCompressorWaitingEndsAtOnceAndSaysSo() {
        Bench.Run run = bench.run("wait", "B-1", "--json");

        assertThat(run.code()).isEqualTo(5);
        assertThat(run.error().get("code").asString()).isEqualTo("ENGINE_NOT_INSTALLED");
    }

    @Test
    void withoutCompressorTheListSaysThatItIsNotInstalled() throws Exception {
        saved("a.setting", "Web");

        Bench.Run run = bench.run("settings");

        assertThat(run.out()).contains("Web");
        assertThat(run.err()).contains("Compressor is not installed");
    }

    @Test
    void aNameThatFitsSeveralIsExitCode3WithAllOfThem() throws Exception {
        Path one = saved("one.setting", "Proxy");
        Path other = saved("other.setting", "proxy");

        Bench.Run run = bench.run("settings", "show", "PROXY", "--json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.error().get("code").asString()).isEqualTo("SETTING_AMBIGUOUS");
        assertThat(run.error().get("message").asString()).contains(one.toString(), other.toString());
    }

    private static Iterable<String> names(Bench.Run run) {
        return StreamSupport.stream(run.json().spliterator(), false)
                .map((JsonNode setting) -> setting.get("name").asString())
                .toList();
    }

    private Path saved(String file, String name) throws IOException {
        Files.createDirectories(settings());
        return Files.writeString(
                settings().resolve(file), "<setting name=\"" + name + "\"><encoder name=\"QT\"></encoder></setting>");
    }

    private Path settings() {
        return folder.resolve("home/Library/Application Support/Compressor/Settings");
    }
}
