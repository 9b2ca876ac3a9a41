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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code qmaster settings} shows the settings of a Compressor, which need not be installed. */
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

    private static String setting(String name, String extension, String codec, String size) {
        return "<setting name=\"" + name + "\"><encoder name=\"QT\"><file-extension>" + extension
                + "</file-extension><video-encode isEnabled=\"yes\"><automatic " + size + "/><codec-type>" + codec
                + "</codec-type></video-encode></encoder></setting>";
    }

    @ParameterizedTest
    @CsvSource({
        "--codec prores, Proxy",
        "--codec AVC1, Web",
        "--codec h264, Web",
        "--container .MOV, Proxy",
        "--size 1280x720, Web",
        "--size source, Proxy",
        "--size 12.5%, Small",
        "--user --codec hevc, Small",
    })
    void optionsFilterByCodecContainerAndSize(String options, String name) throws Exception {
        Files.createDirectories(settings());
        Files.writeString(
                settings().resolve("a.setting"), setting("Proxy", "mov", "apco", "width='-100' height='-100'"));
        Files.writeString(settings().resolve("b.setting"), setting("Web", "mp4", "avc1", "width='-1280' height='720'"));
        Files.writeString(
                settings().resolve("c.setting"), setting("Small", "m4v", "hvc1", "width='-12.5' height='-12.5'"));

        assertThat(names(bench.run(("settings --json " + options).split(" ")))).containsExactly(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--size big", "--size 0x0", "--size 0%"})
    void aSizeThatIsNoneIsExitCode2(String options) throws Exception {
        saved("a.setting", "Web");

        assertThat(bench.run(("settings " + options).split(" ")).code()).isEqualTo(2);
    }

    @Test
    void aDerivedSettingCanBeChosenByItsName() throws Exception {
        Files.createDirectories(settings());
        Files.writeString(settings().resolve("b.setting"), setting("Web", "mp4", "avc1", "width='-1280' height='720'"));

        Bench.Run derived = bench.run("settings", "derive", "Web", "--name", "Web small", "--fit", "640x360");

        assertThat(derived.code()).isZero();
        assertThat(derived.out()).isEqualTo(settings().resolve("Web small.compressorsetting") + "\n");
        JsonNode shown = bench.run("settings", "show", "web SMALL", "--json").json();
        assertThat(shown.get("frameSize").get("width").asInt()).isEqualTo(640);
        assertThat(shown.get("videoCodec").asString()).isEqualTo("avc1");
        assertThat(shown.get("origin").asString()).isEqualTo("user");
    }

    @Test
    void aNameThatASettingHasAlreadyIsNotDerived() throws Exception {
        saved("a.setting", "Web");
        saved("b.setting", "Proxy");

        Bench.Run run = bench.run("settings", "derive", "Web", "--name", "PROXY", "--json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.error().get("code").asString()).isEqualTo("SETTING_EXISTS");
    }

    @Test
    void twoSizesExcludeEachOther() throws Exception {
        saved("a.setting", "Web");

        assertThat(bench.run("settings", "derive", "Web", "--name", "x", "--scale", "50", "--source-size")
                        .code())
                .isEqualTo(2);
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
