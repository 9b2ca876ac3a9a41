package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.port.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the program's configuration reaches the adapters. */
class CompositionRootTest {
    @TempDir
    private Path folder;

    @Test
    void theHomeOfTheEnvironmentDecidesWhereTheSettingsOfTheUserAre() throws Exception {
        Path settings = folder.resolve("Library/Application Support/Compressor/Settings");
        Files.createDirectories(settings);
        Files.writeString(settings.resolve("Mine.compressorsetting"), Bench.SETTING);
        Configuration configuration = Configuration.of(
                Map.of("--backend", "compressor", "--compressor", "/bin/true"), Map.of("HOME", folder.toString()));

        assertThat(new CompositionRoot().backend(configuration).settings().all())
                .filteredOn(facts -> facts.origin() == SettingFacts.Origin.USER)
                .extracting(SettingFacts::name)
                .containsExactly("Plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"calm", "CALM", "Night-Shift"})
    void theNameOfAScenarioIsTakenInAnyCase(String name) {
        assertThat(simulating(name).name()).isEqualTo("simulator");
    }

    @Test
    void aFileThatIsNamedLikeAScenarioInOtherLettersIsRead() throws Exception {
        Path file = Files.writeString(folder.resolve("CALM"), "{\"speed\": 0}");

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> simulating(file.toString()))
                .withMessageContaining("/speed");
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNamedPipeAsScenarioIsRefusedInsteadOfWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);

        assertThatExceptionOfType(CommandFailure.class)
                .isThrownBy(() -> simulating(pipe.toString()))
                .withMessageContaining("a named pipe");
    }

    private Backend simulating(String scenario) {
        return new CompositionRoot()
                .backend(Configuration.of(
                        Map.of("--backend", "simulator", "--scenario", scenario), Map.of("HOME", folder.toString())));
    }
}
