package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.dd.plist.BinaryPropertyListWriter;
import com.dd.plist.NSDictionary;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFacts.Origin;
import io.qmaster.domain.SettingFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressorSettingsTest {
    @TempDir
    Path folder;

    @Test
    void theUsersOwnSettingHasItsNamePercentEncoded() throws Exception {
        write(userFolder().resolve("H264 Proxy.compressorsetting"), "H264%20Proxy%20half%20size", "MPEG4", "mp4");

        assertThat(settings().all())
                .extracting(SettingFacts::name, SettingFacts::origin)
                .containsExactly(tuple("H264 Proxy half size", Origin.USER));
    }

    @Test
    void aSandboxedApplicationKeepsTheUsersSettingsInAGroupContainer() throws Exception {
        write(
                folder.resolve("home/Library/Group Containers/ABC123.com.apple.videoProApps/Library/Application Support"
                        + "/Compressor/Settings/x.cmprstng"),
                "Mine",
                "QT",
                "mov");

        assertThat(settings().all()).extracting(SettingFacts::name).containsExactly("Mine");
    }

    @Test
    void theMachinesSettingsAreInItsLibrary() throws Exception {
        write(machineFolder().resolve("House.setting"), "House", "QT", "mov");

        assertThat(settings().all()).extracting(SettingFacts::origin).containsExactly(Origin.MACHINE);
    }

    @Test
    void builtInSettingsHaveTheNamesOfABinaryLocalizableStrings() throws Exception {
        write(builtInFolder().resolve("ProRes/422Proxy.compressorsetting"), "kProRes422Proxy", "QT", "mov");
        names("kProRes422Proxy", "Apple ProRes 422 Proxy");

        assertThat(settings().all())
                .extracting(SettingFacts::name, SettingFacts::origin)
                .containsExactly(tuple("Apple ProRes 422 Proxy", Origin.BUILT_IN));
    }

    @Test
    void aBuiltInSettingWithoutADisplayNameKeepsItsKey() throws Exception {
        write(builtInFolder().resolve("ProRes/422Proxy.compressorsetting"), "kUnknown", "QT", "mov");

        assertThat(settings().all()).extracting(SettingFacts::name).containsExactly("kUnknown");
    }

    @Test
    void theUsersOwnComesBeforeABuiltInOneOfTheSameName() throws Exception {
        Path own = write(userFolder().resolve("own.compressorsetting"), "Proxy", "QT", "mov");
        write(builtInFolder().resolve("ProRes/proxy.compressorsetting"), "Proxy", "QT", "mov");

        assertThat(chosen("Proxy").file()).isEqualTo(own);
    }

    @Test
    void quickTimeComesBeforeMxfOfTheSameName() throws Exception {
        write(builtInFolder().resolve("MXF/a.compressorsetting"), "kProRes422Proxy", "MXF", "mxf");
        Path quickTime = write(builtInFolder().resolve("ProRes/b.compressorsetting"), "kProRes422Proxy", "QT", "mov");
        names("kProRes422Proxy", "Apple ProRes 422 Proxy");

        assertThat(chosen("apple prores 422 proxy").file()).isEqualTo(quickTime);
    }

    @Test
    void aSettingCanBeChosenByTheStemOfItsFileOrByItsPath() throws Exception {
        Path file = write(userFolder().resolve("myH.264.compressorsetting"), "H.264 for me", "MPEG4", "m4v");

        assertThat(chosen("myH.264").file()).isEqualTo(file);
        assertThat(chosen(file.toString()).outputExtension()).isEqualTo("m4v");
    }

    @Test
    void severalThatAreEquallyGoodAreListed() throws Exception {
        Path one = write(userFolder().resolve("one.compressorsetting"), "Proxy", "QT", "mov");
        Path other = write(userFolder().resolve("other.compressorsetting"), "Proxy", "QT", "mov");

        assertThatThrownBy(() -> chosen("Proxy"))
                .isInstanceOf(SettingFileException.class)
                .hasMessageContaining(one.toString())
                .hasMessageContaining(other.toString());
    }

    @Test
    void aFolderOfSettingsMayBeALinkToAnotherPlace() throws Exception {
        write(folder.resolve("shared/a/House.setting"), "House", "QT", "mov");
        Files.createDirectories(machineFolder().getParent());
        Files.createSymbolicLink(machineFolder(), folder.resolve("shared"));

        assertThat(settings().all())
                .extracting(SettingFacts::file)
                .containsExactly(machineFolder().resolve("a/House.setting"));
    }

    @Test
    void theApplicationMayBeALinkToAnotherPlace() throws Exception {
        write(builtInFolder().resolve("ProRes/422Proxy.compressorsetting"), "kProRes422Proxy", "QT", "mov");
        names("kProRes422Proxy", "Apple ProRes 422 Proxy");
        Files.move(application(), folder.resolve("elsewhere"));
        Files.createSymbolicLink(application(), folder.resolve("elsewhere"));

        assertThat(settings().all()).extracting(SettingFacts::name).containsExactly("Apple ProRes 422 Proxy");
    }

    @Test
    void aFolderThatMayNotBeReadHidesNoOtherSetting() throws Exception {
        write(userFolder().resolve("a/Mine.setting"), "Mine", "QT", "mov");
        Path locked = Files.createDirectories(userFolder().resolve("b"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(locked), "this user may read everything");

        assertThat(settings().all()).extracting(SettingFacts::name).containsExactly("Mine");
    }

    @Test
    void filesThatAreNoSettingsAreLeftOut() throws Exception {
        Files.createDirectories(userFolder());
        Files.writeString(userFolder().resolve("broken.compressorsetting"), "no XML");
        Files.writeString(userFolder().resolve("notes.txt"), "<setting name=\"x\"/>");

        assertThat(settings().all()).isEmpty();
    }

    @Test
    void missingFoldersAreNoFailure() {
        assertThat(settings().all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.compressorsetting", "x.setting", "x.cmprstng"})
    void aFileIsReadWhereverItIs(String name) throws Exception {
        Path file = write(folder.resolve("anywhere").resolve(name), "X", "TIFF", "tiff");

        assertThat(settings().read(file).imageSequence()).isTrue();
    }

    private SettingFacts chosen(String text) {
        try (Qmaster qmaster = Qmaster.over(new CompressorBackend(configuration()))) {
            return qmaster.setting(text);
        }
    }

    private CompressorSettings settings() {
        return new CompressorSettings(configuration());
    }

    private CompressorConfiguration configuration() {
        return CompressorConfiguration.builder()
                .compressor(application().resolve("Contents/MacOS/Compressor"))
                .home(folder.resolve("home"))
                .library(folder.resolve("Library"))
                .build();
    }

    private Path application() {
        return folder.resolve("Compressor.app");
    }

    private Path userFolder() {
        return folder.resolve("home/Library/Application Support/Compressor/Settings");
    }

    private Path machineFolder() {
        return folder.resolve("Library/Application Support/Compressor/Settings");
    }

    private Path builtInFolder() {
        return application()
                .resolve("Contents/PlugIns/Compressor/CompressorKit.bundle/Contents/Resources/BuiltInSettings");
    }

    private void names(String key, String name) throws IOException {
        Path file = application()
                .resolve("Contents/Frameworks/StompTypes.framework/Versions/A/Resources/en.lproj/Localizable.strings");
        Files.createDirectories(file.getParent());
        NSDictionary names = new NSDictionary();
        names.put(key, name);
        BinaryPropertyListWriter.write(names, file);
    }

    private static Path write(Path file, String name, String encoder, String extension) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<setting name=\"" + name + "\"><encoder name=\"" + encoder
                        + "\"><file-extension>" + extension + "</file-extension></encoder></setting>\n");
    }
}
