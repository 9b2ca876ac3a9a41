package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.domain.FrameSize;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedSettingTest {
    private static final String SETTING = """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <setting name="HD%201080p">
                <description>f\u00fcr 'alle' &lt;Welt&gt;</description>
                <nameKey>HD1080WebShareName</nameKey>
                <encoder name="QT"><file-extension>mov</file-extension>
                    <audio-encode name="QT" isEnabled="yes"><codec-type>aac </codec-type></audio-encode>
                    <video-encode name="QT" isEnabled="yes">
                        <automatic video-conversion="" width="-1920" height="1080" frame-rate="-100"/>
                        <encoder-properties><![CDATA[<&>]]></encoder-properties>
                        <codec-type>avc1</codec-type>
                    </video-encode>
                </encoder>
            </setting>
            """;

    static final List<FrameSize> SIZES = List.of(
            new FrameSize.Exactly(640, 360),
            new FrameSize.FitWithin(1280, 720),
            new FrameSize.Percent(12.5),
            FrameSize.SOURCE);

    @TempDir
    private Path folder;

    private Path written(String xml) throws Exception {
        return Files.writeString(folder.resolve("original.compressorsetting"), xml);
    }

    private Path settings() {
        return folder.resolve("Library/Settings");
    }

    private SettingFileException refusal(String xml, String name, Optional<FrameSize> size) throws Exception {
        Path original = written(xml);
        return catchThrowableOfType(
                SettingFileException.class, () -> DerivedSetting.write(original, settings(), name, size));
    }

    @ParameterizedTest
    @FieldSource("SIZES")
    void aDerivedSettingHasANewNameAndSizeAndDiffersInNothingElse(FrameSize size) throws Exception {
        SettingFacts derived = DerivedSetting.write(written(SETTING), settings(), "Größe 50%", Optional.of(size));

        assertThat(SettingFile.read(derived.file())).isEqualTo(derived);
        assertThat(derived.name()).isEqualTo("Größe 50%");
        assertThat(derived.frameSize()).contains(size);
        assertThat(Files.readString(derived.file()))
                .isEqualTo(SETTING.replace("HD%201080p", "Gr%C3%B6%C3%9Fe%2050%25")
                        .replace("\n    <nameKey>HD1080WebShareName</nameKey>", "")
                        .replace(
                                "width=\"-1920\" height=\"1080\"",
                                "width=\"" + DerivedSetting.automatic(size).get(0) + "\" height=\""
                                        + DerivedSetting.automatic(size).get(1) + "\""));
    }

    @Test
    void withoutASizeThatOfTheOriginalStays() throws Exception {
        SettingFacts derived = DerivedSetting.write(written(SETTING), settings(), "Copy", Optional.empty());

        assertThat(derived.frameSize()).contains(new FrameSize.FitWithin(1920, 1080));
    }

    @Test
    void aSettingThatNamesNoSizeIsGivenOne() throws Exception {
        Path original = written(SETTING.replaceFirst("<automatic[^>]*>", ""));

        assertThat(DerivedSetting.write(original, settings(), "Copy", Optional.of(SIZES.get(0)))
                        .frameSize())
                .contains(SIZES.get(0));
    }

    @Test
    void theFileIsForItsOwnerAlone() throws Exception {
        Path file = DerivedSetting.write(written(SETTING), settings(), "Copy", Optional.empty())
                .file();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings())))
                .isEqualTo("rwx------");
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws Exception {
        Path there = Files.createDirectories(settings()).resolve("Copy.compressorsetting");
        Files.writeString(there, "mine");

        assertThat(refusal(SETTING, "Copy", Optional.empty()).code()).isEqualTo("SETTING_EXISTS");
        assertThat(there).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "a:b", ".hidden", "two\nlines", "a\u202eb"})
    void aNameThatNoFileCanHaveIsRefused(String name) throws Exception {
        assertThat(refusal(SETTING, name, Optional.empty()).code()).isEqualTo("SETTING_NAME");
    }

    @Test
    void aSizeOfASettingWithoutVideoIsRefused() throws Exception {
        assertThat(refusal(
                        SETTING.replace("isEnabled=\"yes\">\n", "isEnabled=\"no\">\n"),
                        "Copy",
                        Optional.of(SIZES.get(0))))
                .hasMessageContaining("it has no video");
        assertThat(settings()).doesNotExist();
    }

    @Test
    void aSettingInAnotherEncodingIsRefusedAndNothingIsWritten() throws Exception {
        Path original = Files.write(
                folder.resolve("utf16.setting"),
                "<?xml version=\"1.0\" encoding=\"UTF-16\"?><setting name=\"x\"/>".getBytes(StandardCharsets.UTF_16));

        assertThat(catchThrowableOfType(
                                SettingFileException.class,
                                () -> DerivedSetting.write(original, settings(), "Copy", Optional.empty()))
                        .code())
                .isEqualTo("SETTING_NOT_DERIVABLE");
        assertThat(settings()).doesNotExist();
    }
}
