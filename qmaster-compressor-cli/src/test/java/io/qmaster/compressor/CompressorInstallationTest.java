package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressorInstallationTest {
    @TempDir
    Path applications;

    @Test
    void theApplicationInTheUsualPlaceIsFound() throws Exception {
        Path executable = Script.write(applications.resolve("Compressor.app/Contents/MacOS/Compressor"));

        assertThat(installation().compressor()).isEqualTo(executable);
        assertThat(installation().isPresent()).isTrue();
    }

    @Test
    void theCreatorStudioAndThePlaceOfCompressor40AreFoundToo() throws Exception {
        Path old = Script.write(applications.resolve("Final Cut Pro/Compressor.app/Contents/MacOS/Compressor"));
        assertThat(installation().compressor()).isEqualTo(old);

        Path studio = Script.write(applications.resolve("Compressor Creator Studio.app/Contents/MacOS/Compressor"));
        assertThat(installation().compressor()).isEqualTo(studio);
    }

    @Test
    void ofTwoEditionsOneIsUsedAndTheOtherIsNamed() throws Exception {
        Path used = Script.write(applications.resolve("Compressor.app/Contents/MacOS/Compressor"));
        assertThat(installation().otherEdition()).isEmpty();

        Script.write(applications.resolve("Compressor Creator Studio.app/Contents/MacOS/Compressor"));

        assertThat(installation().compressor()).isEqualTo(used);
        assertThat(installation().otherEdition()).contains(applications.resolve("Compressor Creator Studio.app"));
    }

    @Test
    void theOtherEditionIsNamedAlsoOfOneThatIsConfigured() throws Exception {
        Path first = Script.write(applications.resolve("Compressor.app/Contents/MacOS/Compressor"));
        Path studio = Script.write(applications.resolve("Compressor Creator Studio.app/Contents/MacOS/Compressor"));

        assertThat(configured(first).otherEdition()).contains(applications.resolve("Compressor Creator Studio.app"));
        assertThat(configured(studio).otherEdition()).contains(applications.resolve("Compressor.app"));
    }

    @Test
    void aScriptThatStartsTheOnlyEditionIsNoSecondOne() throws Exception {
        Script.write(applications.resolve("Compressor.app/Contents/MacOS/Compressor"));
        Path script = Script.write(applications.resolve("wrapper.sh"));

        assertThat(configured(script).otherEdition()).isEmpty();
    }

    private CompressorInstallation configured(Path compressor) {
        return new CompressorInstallation(CompressorConfiguration.builder()
                .applications(applications)
                .compressor(compressor)
                .build());
    }

    @Test
    void theHomeOfTheEnvironmentDecidesWhoseSettingsAreFound() {
        assertThat(CompressorConfiguration.Builder.homeOf(Map.of("HOME", "/Users/jane")))
                .isEqualTo(Path.of("/Users/jane"));
        assertThat(CompressorConfiguration.Builder.homeOf(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home")));
    }

    @Test
    void anApplicationNamesItsExecutableAndVersion() throws Exception {
        Path application = applications.resolve("Other Name.app");
        Path executable = Script.write(application.resolve("Contents/MacOS/Real Program"));
        Script.write(application.resolve("Contents/MacOS/Another"));
        properties(application, "Real Program", "5.4");

        CompressorInstallation installation = new CompressorInstallation(
                CompressorConfiguration.builder().compressor(application).build());

        assertThat(installation.compressor()).isEqualTo(executable);
        assertThat(installation.version()).contains("5.4");
        assertThat(installation.application()).contains(application);
    }

    @Test
    void aLinkToAnExecutableLeadsToItsApplication() throws Exception {
        Path application = applications.resolve("Compressor.app");
        Path executable = Script.write(application.resolve("Contents/MacOS/Compressor"));
        properties(application, "Compressor", "5.4");
        Path link = Files.createSymbolicLink(applications.resolve("compressor"), executable);

        CompressorInstallation installation = new CompressorInstallation(
                CompressorConfiguration.builder().compressor(link).build());

        assertThat(installation.compressor()).isEqualTo(link);
        assertThat(installation.application()).contains(application.toRealPath());
        assertThat(installation.version()).contains("5.4");
    }

    @Test
    void batchMonitorIsInTheUtilities() throws Exception {
        Path executable =
                Script.write(applications.resolve("Utilities/Batch Monitor.app/Contents/MacOS/Batch Monitor"));

        assertThat(installation().batchMonitor()).isEqualTo(executable);
    }

    @Test
    void whatIsNotInstalledIsSaidWithItsPlace() {
        assertThat(installation().isPresent()).isFalse();
        assertThatThrownBy(() -> installation().compressor())
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining(applications.resolve("Compressor.app").toString());
    }

    @Test
    void aFileThatMayNotBeExecutedIsSaid() throws Exception {
        Path file = Files.writeString(applications.resolve("Compressor"), "text");

        assertThatThrownBy(() -> new CompressorInstallation(CompressorConfiguration.builder()
                                .compressor(file)
                                .build())
                        .compressor())
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("cannot be executed");
    }

    private CompressorInstallation installation() {
        return new CompressorInstallation(
                CompressorConfiguration.builder().applications(applications).build());
    }

    private static void properties(Path application, String executable, String version) throws IOException {
        Files.writeString(application.resolve("Contents/Info.plist"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <plist version="1.0"><dict>
                <key>CFBundleExecutable</key><string>%s</string>
                <key>CFBundleShortVersionString</key><string>%s</string>
                </dict></plist>
                """.formatted(executable, version));
    }
}
