package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.compressor.CompressorSettings;
import io.qmaster.domain.SettingFacts;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The applications of the stand-ins have the layout of the real ones. They are not run. */
class StandInBundleTest {
    @TempDir
    private Path folder;

    private Path applications(StandInGeneration generation) throws IOException {
        return mac(generation).standIn().folder();
    }

    private StandInMac mac(StandInGeneration generation) throws IOException {
        return new StandInMac(folder, generation, Scenario.named("calm"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            FINAL_CUT_STUDIO, Compressor.app/Contents/MacOS/Compressor
            FINAL_CUT_STUDIO, Utilities/Batch Monitor.app/Contents/MacOS/Batch Monitor
            FINAL_CUT_STUDIO, Compressor.app/Contents/Resources/English.lproj/Formats/ProRes/Apple ProRes 422.setting
            COMPRESSOR_4, Compressor.app/Contents/Resources/Settings/ProRes/ProRes422.cmprstng
            COMPRESSOR_4, Compressor.app/Contents/Frameworks/StompTypes.framework/Versions/A/Resources/en.lproj/Localizable.strings
            COMPRESSOR_5_2, Compressor.app/Contents/Frameworks/CompressorKit.framework/Versions/A/Resources/Settings/HD720WebShare.compressorsetting
            COMPRESSOR_5_2, Compressor.app/Contents/Frameworks/CompressorKit.framework/Versions/A/Resources/en.lproj/Localizable.strings
            COMPRESSOR_5_2, Compressor.app/Contents/Frameworks/StompUI.framework/Versions/A/Resources/Settings/ProRes422.compressorsetting
            COMPRESSOR_5_4, Compressor.app/Contents/PlugIns/Compressor/CompressorKit.bundle/Contents/Resources/BuiltInSettings/ProRes/ProRes422.compressorsetting
            COMPRESSOR_5_4, Compressor.app/Contents/PlugIns/Compressor/CompressorKit.bundle/Contents/Resources/BuiltInSettings/MXF/setting-group-MXF.group
            """)
    void everyPartIsWhereTheRealOneHasIt(StandInGeneration generation, String path) throws Exception {
        assertThat(applications(generation).resolve(path)).isRegularFile();
    }

    @ParameterizedTest
    @EnumSource
    void theAdapterFindsAllSettingsUnderTheNamesThatPeopleSee(StandInGeneration generation) throws Exception {
        List<SettingFacts> settings =
                new CompressorSettings(mac(generation).configuration().build()).all();

        assertThat(settings).hasSize(50);
        assertThat(settings)
                .extracting(SettingFacts::name)
                .contains(
                        "Apple ProRes 4444 XQ",
                        "HD 1080p",
                        "Dolby Digital",
                        "OpenEXR Image Sequence",
                        "Uncompressed 8-bit 4:2:2");
        assertThat(settings)
                .filteredOn(setting -> setting.name().equals("Apple ProRes 422 Proxy"))
                .extracting(SettingFacts::isMxf)
                .containsExactlyInAnyOrder(true, false);
    }

    @Test
    void theNamesAreInABinaryPropertyListByTheKeysThatAreFileNames() throws Exception {
        Path strings = applications(StandInGeneration.COMPRESSOR_5_4)
                .resolve(
                        "Compressor.app/Contents/Frameworks/StompTypes.framework/Versions/A/Resources/en.lproj/Localizable.strings");

        // The test of all settings checks that property lists can be parsed.
        assertThat(Files.readAllBytes(strings))
                .startsWith("bplist00".getBytes(StandardCharsets.US_ASCII))
                .contains("HD720WebShare".getBytes(StandardCharsets.UTF_16BE))
                .contains("HD 720p".getBytes(StandardCharsets.UTF_16BE));
    }

    @Test
    void builtInSettingsCallThemselvesByTheirKeys() throws Exception {
        StandInMac mac = mac(StandInGeneration.COMPRESSOR_5_2);

        assertThat(mac.standIn().builtInSetting("HD 720p"))
                .content()
                .contains("<setting name=\"HD720WebShare\">", "<nameKey>HD720WebShare</nameKey>");
        try (Stream<Path> files = Files.walk(mac.standIn().folder())) {
            assertThat(files.filter(file -> file.toString().endsWith(".draft"))).isEmpty();
        }
    }

    @Test
    void everyApplicationHasItsIdentifier() throws Exception {
        Path list = applications(StandInGeneration.COMPRESSOR_5_4).resolve("Compressor.app/Contents/Info.plist");

        assertThat(list)
                .content()
                .containsSubsequence("<key>CFBundleIdentifier</key>", "<string>com.apple.Compressor</string>")
                .containsSubsequence("<key>CFBundleShortVersionString</key>", "<string>5.4</string>");
    }
}
