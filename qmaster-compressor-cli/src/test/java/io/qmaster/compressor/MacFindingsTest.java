package io.qmaster.compressor;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.HealthFinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacFindingsTest {
    @TempDir
    Path folder;

    @Test
    void aUserWhoDoesNotOwnTheConsoleHasNoSession() throws Exception {
        Path console = Files.createFile(folder.resolve("console"));
        String owner = Files.getOwner(console).getName();

        assertThat(MacFindings.session("Mac OS X", owner, console)).isEmpty();
        assertThat(MacFindings.session("Mac OS X", owner + "2", console))
                .hasValueSatisfying(finding -> assertThat(finding.message()).contains(owner, "launchd", "ssh"));
        assertThat(MacFindings.session("Linux", owner + "2", console)).isEmpty();
    }

    private Optional<HealthFinding> transcoder(String log) throws Exception {
        Path file = folder.resolve("Library/Logs/Compressor/servicecontroller:com.apple.stomp.transcoder.stomp.log");
        Files.createDirectories(file.getParent());
        Files.writeString(file, log);
        return MacFindings.transcoder(folder);
    }

    @Test
    void aTranscoderWithoutIdleServicesIsAWarning() throws Exception {
        assertThat(MacFindings.transcoder(folder)).isEmpty();
        assertThat(transcoder("x\n".repeat(300_000) + "Virtual service count = 1\n… Virtual service count = 0\n"))
                .isPresent();
        assertThat(transcoder("Virtual service count = 0\nVirtual service count = 2\n"))
                .isEmpty();
        assertThat(transcoder("nothing of the kind")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5.4, true", "5.4.1, true", "5.10, true", "6.0, true", "5.3.2, false", "4.6.1, false", "3.5, false"})
    void from54OnTheClustersAreInDoubt(String version, boolean inDoubt) {
        assertThat(MacFindings.clusters(Optional.of(version)).isPresent()).isEqualTo(inDoubt);
    }
}
