package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.Key;
import io.qmaster.domain.SettingFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                Map.of(Key.BACKEND, "compressor", Key.COMPRESSOR, "/bin/true"),
                Optional.empty(),
                Map.of("HOME", folder.toString()));

        assertThat(new CompositionRoot().backend(configuration).settings().all())
                .filteredOn(facts -> facts.origin() == SettingFacts.Origin.USER)
                .extracting(SettingFacts::name)
                .containsExactly("Plain");
    }
}
