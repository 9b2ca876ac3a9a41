package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.as;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void aBuiltInSettingHasTheNameOfItsKeyAndACopyOfItThatItsUserGaveIt() throws Exception {
        String key = "<nameKey>kHd</nameKey>";
        write(builtInFolder().resolve("Web/a.compressorsetting"), "HD%201080p", "QT", "mov", key);
        write(userFolder().resolve("b.compressorsetting"), "My%20HD", "QT", "mov", key);
        names("kHd", "HD 1080p for the web");

        assertThat(settings().all()).extracting(SettingFacts::name).containsExactly("HD 1080p for the web", "My HD");
    }

    @Test
    void theUsersEditedCopyIsTakenByTheNameThatItsUserSees() throws Exception {
        String key = "<nameKey>kHd</nameKey>";
        write(builtInFolder().resolve("Web/kHd.compressorsetting"), "kHd", "QT", "mov", "");
        Path own = write(userFolder().resolve("b.compressorsetting"), "HD%201080p", "QT", "mov", key);
        names("kHd", "HD 1080p");

        assertThat(chosen("HD 1080p").file()).isEqualTo(own);
    }

    @Test
    void theKeyOfAUsersSettingIsResolvedToo() throws Exception {
        write(userFolder().resolve("b.compressorsetting"), "kHd", "QT", "mov");
        names("kHd", "HD 1080p");

        assertThat(settings().all()).extracting(SettingFacts::name).containsExactly("HD 1080p");
    }

    @ParameterizedTest
    @CsvSource({
        "Contents/Resources/English.lproj/Formats/QuickTime/a.setting, QuickTime",
        "Contents/Resources/Settings/Web/a.cmprstng, Web",
        "Contents/Frameworks/CompressorKit.framework/Versions/A/Resources/Settings/a.compressorsetting,",
        "Contents/Frameworks/StompUI.framework/Versions/A/Resources/a.compressorsetting,",
        "Contents/PlugIns/Compressor/CompressorKit.bundle/Contents/Resources/BuiltInSettings/ProRes/a.compressorsetting,"
                + " ProRes",
    })
    void builtInSettingsAreFoundOnEveryGenerationWithTheirGroups(String file, @Nullable String group) throws Exception {
        write(application().resolve(file), "A", "QT", "mov");
        Path groups = application().resolve(file).resolveSibling("setting-group-a.group");
        Files.writeString(groups, "<setting name=\"No setting\"/>");
        Files.writeString(groups.resolveSibling(".DefaultSettingInfo"), "x");

        assertThat(settings().all())
                .extracting(
                        SettingFacts::name,
                        SettingFacts::origin,
                        setting -> setting.details().group())
                .containsExactly(tuple("A", Origin.BUILT_IN, Optional.ofNullable(group)));
    }

    @Test
    void namesAreAlsoThoseOfCompressorKitAsIn5dot2() throws Exception {
        write(
                application().resolve("Contents/Frameworks/CompressorKit.framework/Resources/Settings/kA.setting"),
                "",
                "QT",
                "mov");
        names(
                application()
                        .resolve("Contents/Frameworks/CompressorKit.framework/Resources/en.lproj/Localizable.strings"),
                "kA",
                "Name of the key that its file is called by");

        assertThat(settings().all())
                .extracting(SettingFacts::name)
                .containsExactly("Name of the key that its file is called by");
    }

    @Test
    void namesCanBeTextAsInFinalCutStudio() throws Exception {
        write(application().resolve("Contents/Resources/English.lproj/Formats/Web/kHd.setting"), "kHd", "QT", "mov");
        Path strings = application()
                .resolve("Contents/Frameworks/StompTypes.framework/Resources/English.lproj/Localizable.strings");
        Files.createDirectories(strings.getParent());
        Files.writeString(strings, "/* old */ \"kHd\" = \"HD 720p\";\n", StandardCharsets.UTF_16);

        assertThat(chosen("HD 720p").name()).isEqualTo("HD 720p");
    }

    @Test
    void aFolderThatCannotBeReadIsReportedWithWhatToAllow() throws Exception {
        Files.createDirectories(machineFolder().getParent());
        Files.createSymbolicLink(machineFolder(), machineFolder());
        write(userFolder().resolve("a.setting"), "Mine", "QT", "mov");

        CompressorSettings.Found found = settings().search();

        assertThat(found.settings()).extracting(SettingFacts::name).containsExactly("Mine");
        assertThat(found.unreadable())
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains(machineFolder().toString(), "Full Disk Access");
    }

    @Test
    void aNewSettingBelongsInTheGroupContainerIfThereIsOne() throws Exception {
        assertThat(settings().userFolder()).contains(userFolder());
        Path container = Files.createDirectories(folder.resolve("home/Library/Group Containers/"
                + "ABC123.com.apple.videoProApps/Library/Application Support/Compressor/Settings"));

        assertThat(settings().userFolder()).contains(container);
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
    void otherFilesThanSettingsAreIgnored() throws Exception {
        Files.createDirectories(userFolder());
        Files.writeString(userFolder().resolve("broken.compressorsetting"), "no XML");
        Files.writeString(userFolder().resolve("notes.txt"), "<setting name=\"x\"/>");

        assertThat(settings().all()).isEmpty();
    }

    @Test
    void missingFoldersAreNotAFailure() {
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
        names(
                application()
                        .resolve("Contents/Frameworks/StompTypes.framework/Versions/A/Resources/en.lproj"
                                + "/Localizable.strings"),
                key,
                name);
    }

    private static void names(Path file, String key, String name) throws IOException {
        Files.createDirectories(file.getParent());
        NSDictionary names = new NSDictionary();
        names.put(key, name);
        BinaryPropertyListWriter.write(names, file);
    }

    private static Path write(Path file, String name, String encoder, String extension) throws IOException {
        return write(file, name, encoder, extension, "");
    }

    private static Path write(Path file, String name, String encoder, String extension, String more)
            throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(
                file,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<setting name=\"" + name + "\">" + more
                        + "<encoder name=\"" + encoder + "\"><file-extension>" + extension
                        + "</file-extension></encoder></setting>\n");
    }
}
