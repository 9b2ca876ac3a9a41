package io.qmaster.domain.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.FrameSize;
import io.qmaster.domain.SettingDetails;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingFileTest {
    /** A dictionary as Compressor 5 writes it, with the profile level {@code H264_High_AutoLevel}. */
    private static final String HIGH_PROFILE =
            "YnBsaXN0MDDSAQIDCl8QEGNvZGVjLXByb3BlcnRpZXNaZW5jb2Rlci1pZNEEBVxQcm9maWxlTGV2ZWzSBgcICVtkZXNjcmlwdGlvbltvYmplY3RWYWx1ZVRIaWdoXxATSDI2NF9IaWdoX0F1dG9MZXZlbFRhdmMxCA0gKy47QExYXXMAAAAAAAABAQAAAAAAAAALAAAAAAAAAAAAAAAAAAAAeA==";

    @TempDir
    private Path folder;

    private static SettingFacts fixture(String name) {
        try {
            return SettingFile.read(
                    Path.of(SettingFileTest.class.getResource("/settings/").toURI())
                            .resolve(name));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Path written(String xml) throws IOException {
        return Files.writeString(folder.resolve("own.compressorsetting"), xml);
    }

    private SettingFacts setting(String inside) throws IOException {
        return SettingFile.read(written("<setting name=\"Own\">" + inside + "</setting>"));
    }

    private SettingFileException refusal(Path file) {
        return catchThrowableOfType(SettingFileException.class, () -> SettingFile.read(file));
    }

    // the fixtures

    @Test
    void anHevcSettingForDevices() {
        SettingFacts facts = fixture("Apple Devices 4K (HEVC 8-bit).compressorsetting");

        assertThat(facts.name()).isEqualTo("Apple Devices 4K (HEVC 8-bit)");
        assertThat(facts.encoder()).isEqualTo("MPEG4");
        assertThat(facts.outputExtension()).isEqualTo("m4v");
        assertThat(facts.videoCodec()).contains("hvc1");
        assertThat(facts.audioCodec()).contains("aac");
        assertThat(facts.frameSize()).contains(new FrameSize.FitWithin(3840, 2160));
        assertThat(facts.segmentable()).isFalse();
        assertThat(facts.origin()).isEqualTo(SettingFacts.Origin.FILE);
    }

    @Test
    void aProxySettingOfTheSizeOfTheSource() {
        SettingFacts facts = fixture("Apple ProRes 422 Proxy.compressorsetting");

        assertThat(facts.encoder()).isEqualTo("QT");
        assertThat(facts.outputExtension()).isEqualTo("mov");
        assertThat(facts.videoCodec()).contains("apco");
        assertThat(facts.frameSize()).contains(FrameSize.SOURCE);
        assertThat(facts.segmentable()).isTrue();
        assertThat(facts.imageSequence()).isFalse();
    }

    @Test
    void aWebSettingThatFitsInside() {
        SettingFacts facts = fixture("HD 720p.compressorsetting");

        assertThat(facts.frameSize()).contains(new FrameSize.FitWithin(1280, 720));
        assertThat(facts.videoCodec()).contains("avc1");
    }

    @Test
    void aSettingOfAnImageSequence() {
        SettingFacts facts = fixture("TIFF Image Sequence.compressorsetting");

        assertThat(facts.imageSequence()).isTrue();
        assertThat(facts.outputExtension()).isEqualTo("tiff");
        assertThat(facts.videoCodec()).isEmpty();
        assertThat(facts.audioCodec()).isEmpty();
    }

    @Test
    void anOldSettingWhoseBoundsAloneHaveNoEffect() {
        SettingFacts facts = fixture("myH.264.setting");

        assertThat(facts.name()).isEqualTo("myH.264");
        assertThat(facts.frameSize()).isEmpty();
        assertThat(facts.videoCodec()).contains("avc1");
    }

    // oddities

    @Test
    void theExtensionGifMakesNoImageSequence() throws Exception {
        SettingFacts facts = setting("<encoder name=\"TIFF\"><file-extension>GIF</file-extension></encoder>");

        assertThat(facts.imageSequence()).isFalse();
        assertThat(facts.outputExtension()).isEqualTo("gif");
    }

    @Test
    void aSettingWithoutAnEncoderMakesAQuickTimeMovie() throws Exception {
        SettingFacts facts = setting("");

        assertThat(facts.extension()).isEmpty();
        assertThat(facts.outputExtension()).isEqualTo("mov");
        assertThat(facts.encoder()).isEmpty();
        assertThat(facts.segmentable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({".MOV, mov", "' mp4 ', mp4", "../../etc, mov", "a b, mov"})
    void anExtensionIsPlainOrNone(String written, String extension) throws Exception {
        SettingFacts facts = setting("<encoder name=\"QT\"><file-extension>" + written + "</file-extension></encoder>");

        assertThat(facts.outputExtension()).isEqualTo(extension);
    }

    @Test
    void videoThatIsSwitchedOffHasNoCodecAndNoSize() throws Exception {
        SettingFacts facts = setting("<encoder name=\"QT\"><video-encode isEnabled=\"no\">"
                + "<automatic width=\"640\" height=\"360\"/><codec-type>avc1</codec-type></video-encode></encoder>");

        assertThat(facts.videoCodec()).isEmpty();
        assertThat(facts.frameSize()).isEmpty();
    }

    @Test
    void mxfNamesItsCodecInWords() throws Exception {
        SettingFacts facts = setting("<encoder name=\"MXF\"><video-encode isEnabled=\"yes\">"
                + "<codec>MTCompressionPRORES422PROXY</codec></video-encode></encoder>");

        assertThat(facts.videoCodec()).contains("MTCompressionPRORES422PROXY");
        assertThat(facts.isMxf()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "H264%20Proxy%20half%20size, H264 Proxy half size",
        "Caf%C3%A9, Café",
        "100%, 100%",
        "50% off, 50% off",
        "50% off%21, 50% off!",
        "A+B%20C, A+B C",
        "%zz, %zz",
        "%4, %4",
        "bad%FFbytes, bad%FFbytes",
        "End%21, End!",
    })
    void aNameIsDecodedIfItIsEncodedAndElseKept(String written, String name) throws Exception {
        assertThat(SettingFile.read(written("<setting name=\"" + written + "\"/>"))
                        .name())
                .isEqualTo(name);
    }

    @Test
    void aCopyOfABuiltInSettingHasTheNameThatItsUserSeesAndKeepsTheKey() throws Exception {
        SettingFacts facts = SettingFile.read(
                written("<setting name=\"HD%201080p\"><nameKey>HD1080WebShareName</nameKey></setting>"));

        assertThat(facts.name()).isEqualTo("HD 1080p");
        assertThat(facts.details().nameKey()).contains("HD1080WebShareName");
    }

    @Test
    void aSettingWithoutANameHasThatOfItsKey() throws Exception {
        assertThat(SettingFile.read(written("<setting><nameKey>Key%20Name</nameKey></setting>"))
                        .name())
                .isEqualTo("Key Name");
    }

    // details

    @Test
    void theDetailsOfAWebSetting() throws Exception {
        SettingDetails details = setting("<description>F%C3%BCr das Netz</description><encoder name=\"QT\">"
                        + "<duration-change factor=\"100\" source-at-output=\"no\"/>"
                        + "<audio-encode isEnabled=\"yes\"><audio-format-info>44100.000000 2 16 44100 N 1 N"
                        + "</audio-format-info><audio-encoding-bitrate>128000</audio-encoding-bitrate></audio-encode>"
                        + "<video-encode isEnabled=\"yes\"><crop left=\"0\" top=\"0\" right=\"0\" bottom=\"0\"/>"
                        + "<frame-rate>R30000/1001</frame-rate><automatic crop=\"no\" auto-pad=\"0\"/>"
                        + "<computed-crop>no</computed-crop><rotation>0</rotation>"
                        + "<color-space primaries=\"9\" transfer=\"16\" matrix=\"9\"/><data-rate>1875000</data-rate>"
                        + "<encoder-properties><![CDATA[" + HIGH_PROFILE
                        + "]]></encoder-properties></video-encode></encoder>")
                .details();

        assertThat(details.description()).contains("Für das Netz");
        assertThat(details.profile()).contains("High");
        assertThat(details.videoBitRate()).hasValue(15_000_000);
        assertThat(details.frameRate().orElseThrow()).isCloseTo(29.97, within(0.001));
        assertThat(details.colour()).contains("BT.2020 PQ");
        assertThat(details.audioFormat()).contains("44.1 kHz, 2 channels");
        assertThat(details.audioBitRate()).hasValue(128_000);
        assertThat(details.retimes()).isFalse();
        assertThat(details.reshapes()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"yes, NONE, true", "yes, 'aac ', true", "no, 'aac ', false"})
    void anAudioFormatIsShownOnlyIfAudioIsEncoded(String isEnabled, String codec, boolean isShown) throws Exception {
        SettingDetails details = setting("<encoder name=\"QT\"><audio-encode isEnabled=\"" + isEnabled
                        + "\"><audio-format-info>48000.000000 2 16 48000 N 1 N</audio-format-info><codec-type>" + codec
                        + "</codec-type></audio-encode></encoder>")
                .details();

        assertThat(details.audioFormat().isPresent()).isEqualTo(isShown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-100.000000", "0.000000", "R0/0", "R24/0", "x", ""})
    void aFrameRateOfTheSourceOrNoneIsNotKnown(String rate) throws Exception {
        assertThat(setting("<encoder><video-encode isEnabled=\"yes\"><frame-rate>" + rate
                                + "</frame-rate></video-encode></encoder>")
                        .details()
                        .frameRate())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'factor=\"100\" source-at-output=\"no\"', false",
        "'factor=\"100.000000\"', false",
        "'factor=\"\"', false",
        "'factor=\"-1\" source-at-output=\"yes\"', true",
        "'factor=\"95.904\" source-at-output=\"no\"', true",
        "'factor=\"100\" source-at-output=\"yes\"', true",
    })
    void aSettingThatMakesItsOutputLongerOrShorterRetimes(String attributes, boolean retimes) throws Exception {
        assertThat(setting("<encoder><duration-change " + attributes + "/></encoder>")
                        .details()
                        .retimes())
                .isEqualTo(retimes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<crop left=\"0\" top=\"12\" right=\"0\" bottom=\"12\"/>",
                "<padding left=\"8\" top=\"0\" right=\"8\" bottom=\"0\"/>",
                "<rotation>45</rotation>",
                "<computed-pad>yes</computed-pad>",
                "<automatic crop=\"yes\"/>"
            })
    void aSettingThatCropsOrPadsReshapes(String element) throws Exception {
        assertThat(setting("<encoder><video-encode isEnabled=\"yes\">" + element + "</video-encode></encoder>")
                        .details()
                        .reshapes())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"90, true", "-90.000000, true", "3, true", "0, false", "0.0, false", "'', false"})
    void aSettingThatRotatesByRightAnglesDoesNotReshape(String rotation, boolean rotates) throws Exception {
        SettingDetails details = setting("<encoder><video-encode isEnabled=\"yes\"><rotation>" + rotation
                        + "</rotation></video-encode></encoder>")
                .details();

        assertThat(details.rotates()).isEqualTo(rotates);
        assertThat(details.reshapes()).isFalse();
    }

    @Test
    void aPartOfTheSourceCanHaveAFraction() throws Exception {
        assertThat(setting("<encoder><video-encode isEnabled=\"yes\"><automatic width=\"-12.5\" height=\"-12.5\"/>"
                                + "</video-encode></encoder>")
                        .frameSize())
                .contains(new FrameSize.Percent(12.5));
    }

    @Test
    void aSizeOfMinusZeroSaysNothingAndBoundsAloneHaveNoEffect() throws Exception {
        assertThat(setting("<encoder><video-encode isEnabled=\"yes\"><bounds width=\"640\" height=\"480\"/>"
                                + "<automatic width=\"-0\" height=\"-0\"/></video-encode></encoder>")
                        .frameSize())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "****", "YnBsaXN0MDA=", "bm90IGEgbGlzdA=="})
    void encoderPropertiesThatCannotBeReadGiveNoProfile(String encoded) throws Exception {
        assertThat(setting("<encoder><video-encode isEnabled=\"yes\"><encoder-properties>" + encoded
                                + "</encoder-properties></video-encode></encoder>")
                        .details()
                        .profile())
                .isEmpty();
    }

    @Test
    void aSettingWithoutANameIsCalledLikeItsFile() throws Exception {
        assertThat(SettingFile.read(written("<setting name=\" \"/>")).name()).isEqualTo("own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"width=\"x\" height=\"1\"", "width=\"0\" height=\"0\"", "", "width=\"-50\" height=\"-60\""})
    void aSizeThatIsNoneIsLeftOut(String attributes) throws Exception {
        assertThat(setting("<encoder name=\"QT\"><video-encode isEnabled=\"yes\"><automatic " + attributes
                                + "/></video-encode></encoder>")
                        .frameSize())
                .isEmpty();
    }

    // files that are not settings

    @Test
    void aMissingFile() {
        SettingFileException refusal = refusal(folder.resolve("no.setting"));

        assertThat(refusal.code()).isEqualTo("SETTING_MISSING");
        assertThat(refusal)
                .hasMessageEndingWith("no.setting does not exist")
                .hasCauseInstanceOf(NoSuchFileException.class);
        assertThat(refusal.hint()).contains(".compressorsetting");
    }

    @Test
    void aFolder() {
        assertThat(refusal(folder).code()).isEqualTo("SETTING_IS_FOLDER");
    }

    @Test
    void aFileBelowAFile() throws Exception {
        assertThat(refusal(written("<setting/>").resolve("below")).code()).isEqualTo("SETTING_UNREADABLE");
    }

    @Test
    void anotherRoot() throws Exception {
        assertThat(refusal(written("<plist><setting/></plist>")))
                .hasMessageEndingWith("is not a setting: its root is <plist>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not xml", "<setting name=\"x\"><encoder", "<setting>&undeclared;</setting>"})
    void brokenXml(String content) throws Exception {
        SettingFileException refusal = refusal(written(content));

        assertThat(refusal.code()).isEqualTo("SETTING_INVALID");
        assertThat(refusal).hasMessageContaining("is not valid XML");
    }

    @ParameterizedTest
    @CsvSource({"not xml, 'it does not start with <'", "'', it is empty or ends too early"})
    void whatIsNoXmlIsToldInPlainWords(String content, String words) throws Exception {
        assertThat(refusal(written(content))).hasMessageEndingWith("is not valid XML: " + words);
    }

    @Test
    void ofBrokenXmlNothingIsPrinted() throws Exception {
        Path broken = written("<setting name=\"x\"><encoder");
        PrintStream before = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            refusal(broken);
        } finally {
            System.setErr(before);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aFileOfMoreThanEightMebibytes() throws Exception {
        Path huge = written(settingOf(8 * 1024 * 1024 + 1));

        assertThat(refusal(huge)).hasMessageContaining("larger than 8 MiB");
    }

    @Test
    void aFileOfEightMebibytesIsRead() throws Exception {
        assertThat(SettingFile.read(written(settingOf(8 * 1024 * 1024))).name()).isEqualTo("x");
    }

    private static String settingOf(int characters) {
        String begin = "<setting name=\"x\">";
        String end = "</setting>";
        return begin + " ".repeat(characters - begin.length() - end.length()) + end;
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe.setting");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);

        assertThat(refusal(pipe).code()).isEqualTo("SETTING_INVALID");
    }

    @Test
    void anExternalEntityIsNotRead() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "hunter2");

        SettingFacts facts = SettingFile.read(written("<!DOCTYPE setting [<!ENTITY secret SYSTEM \"" + secret.toUri()
                + "\">]><setting><nameKey>a&secret;b</nameKey></setting>"));

        assertThat(facts.name()).isEqualTo("ab");
    }

    @Test
    void anExternalDtdIsNotRead() throws Exception {
        Path dtd = Files.writeString(folder.resolve("own.dtd"), "<!ATTLIST setting name CDATA \"from the dtd\">");

        assertThat(SettingFile.read(written("<!DOCTYPE setting SYSTEM \"" + dtd.toUri() + "\"><setting/>"))
                        .name())
                .isEqualTo("own");
    }

    @Test
    @Timeout(30)
    void aBillionLaughsAreNotLaughed() throws Exception {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE setting [<!ENTITY e0 \"lol\">");
        for (int at = 1; at < 10; at++) {
            bomb.append("<!ENTITY e" + at + " \"" + ("&e" + (at - 1) + ";").repeat(10) + "\">");
        }
        bomb.append("]><setting name=\"x\"><nameKey>&e9;</nameKey></setting>");

        assertThat(refusal(written(bomb.toString())).code()).isEqualTo("SETTING_INVALID");
    }

    @ParameterizedTest
    @CsvSource({
        "a.compressorsetting, true",
        "A.SETTING, true",
        "b.cmprstng, true",
        "c.setting.bak, false",
        "setting, false",
    })
    void aSettingIsKnownByItsName(String name, boolean known) {
        assertThat(FileNames.isSetting(Path.of(name))).isEqualTo(known);
    }
}
