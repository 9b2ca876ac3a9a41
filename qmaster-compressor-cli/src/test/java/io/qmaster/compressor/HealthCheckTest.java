package io.qmaster.compressor;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.HealthFinding.Status;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Deadline;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = MINUTES)
class HealthCheckTest {
    @TempDir
    Path folder;

    @Test
    void aCompressorThatAnswersIsReady() throws Exception {
        EngineHealth health = look(StandIn.ofCompressor4(folder, StandIn.print("compressor-4/monitor.stdout"))
                .backend());

        assertThat(health.isReady()).isTrue();
        assertThat(finding(health, "generation").message()).contains("compressor-4");
        assertThat(finding(health, "monitor").message()).contains("2 batches in ");
    }

    @Test
    void aMissingExecutableFailsWithItsFix() throws Exception {
        EngineHealth health = look(new CompressorBackend(CompressorConfiguration.builder()
                .compressor(folder.resolve("gone"))
                .build()));

        assertThat(health.isReady()).isFalse();
        assertThat(finding(health, "executable").fix()).isPresent();
    }

    @Test
    void twoEditionsAreAWarning() throws Exception {
        Script.write(folder.resolve("Compressor.app/Contents/MacOS/Compressor"), "exit 1");
        Script.write(folder.resolve("Compressor Creator Studio.app/Contents/MacOS/Compressor"), "exit 1");

        HealthFinding editions = finding(
                look(new CompressorBackend(
                        CompressorConfiguration.builder().applications(folder).build())),
                "editions");

        assertThat(editions.status()).isEqualTo(Status.WARNING);
        assertThat(editions.message()).contains("Compressor.app", "Compressor Creator Studio.app");
    }

    @Test
    void twoEditionsAreAWarningAlsoIfOneIsNamed() throws Exception {
        Path used = Script.write(folder.resolve("Compressor.app/Contents/MacOS/Compressor"), "exit 1");
        Script.write(folder.resolve("Compressor Creator Studio.app/Contents/MacOS/Compressor"), "exit 1");

        EngineHealth health = look(new CompressorBackend(CompressorConfiguration.builder()
                .applications(folder)
                .compressor(used)
                .build()));

        assertThat(finding(health, "editions").status()).isEqualTo(Status.WARNING);
    }

    @Test
    void settingsThatCannotBeReadAreAWarning() throws Exception {
        Path settings = folder.resolve("Library/Application Support/Compressor/Settings");
        Files.createDirectories(settings.getParent());
        Files.createSymbolicLink(settings, settings);

        HealthFinding finding = finding(
                look(new CompressorBackend(CompressorConfiguration.builder()
                        .compressor(folder.resolve("gone"))
                        .home(folder)
                        .build())),
                "settings");

        assertThat(finding.status()).isEqualTo(Status.WARNING);
        assertThat(finding.message()).contains(settings.toString());
    }

    @Test
    void aProgramThatIsNotCompressorFails() throws Exception {
        EngineHealth health = look(StandIn.of(folder, "echo 'usage: ffmpeg'").backend());

        assertThat(finding(health, "generation").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void aGenerationIsConfiguredAndItsHelpAgrees() throws Exception {
        EngineHealth health = configured(Dialect.COMPRESSOR_5, StandIn.ofCompressor5(folder, "echo '[ ]'"));

        assertThat(finding(health, "generation").status()).isEqualTo(Status.OK);
        assertThat(finding(health, "generation").message()).endsWith("as configured");
    }

    @Test
    void aConfiguredGenerationWhoseFlagsTheProgramDoesNotNameFails() throws Exception {
        EngineHealth health = configured(Dialect.FINAL_CUT_STUDIO, StandIn.ofCompressor5(folder));

        assertThat(health.isReady()).isFalse();
        assertThat(finding(health, "generation").message()).contains("final-cut-studio", "compressor-5");
    }

    @Test
    void aConfiguredGenerationOfTheSameFlagsIsAWarning() throws Exception {
        EngineHealth health = configured(Dialect.COMPRESSOR_4, StandIn.ofCompressor5(folder, "exit 0"));

        assertThat(health.isReady()).isTrue();
        assertThat(finding(health, "generation").status()).isEqualTo(Status.WARNING);
    }

    @Test
    void aConfiguredGenerationWithAnUnknownHelpIsAWarning() throws Exception {
        EngineHealth health =
                configured(Dialect.COMPRESSOR_4, StandIn.of(folder, "echo 'Compressor 9, usage: ask'", "exit 0"));

        assertThat(finding(health, "generation").status()).isEqualTo(Status.WARNING);
    }

    @Test
    void aProgramWithoutHelpFailsWhateverIsConfigured() throws Exception {
        EngineHealth health = configured(Dialect.COMPRESSOR_4, StandIn.of(folder, "exit 0", "exit 0"));

        assertThat(finding(health, "generation").status()).isEqualTo(Status.FAILED);
        assertThat(finding(health, "generation").fix()).isPresent();
    }

    @Test
    void aMonitorThatDoesNotAnswerFails() throws Exception {
        EngineHealth health = look(StandIn.ofCompressor5(folder, "exit 1").backend());

        assertThat(finding(health, "monitor").status()).isEqualTo(Status.FAILED);
        assertThat(finding(health, "monitor").fix()).isPresent();
    }

    @Test
    void aMonitorThatHangsFailsByTheDeadline() throws Exception {
        // Configured, so that it is checked even if a busy machine has not answered -help by then.
        Backend backend = new CompressorBackend(StandIn.ofCompressor5(folder, "while :; do sleep 0.1; done")
                .configuration()
                .generation(Dialect.COMPRESSOR_5)
                .build());

        EngineHealth health = backend.engine().health(Deadline.after(Duration.ofSeconds(1), backend.timekeeper()));

        assertThat(finding(health, "monitor").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void thePurchaseValidationOfAFirstLaunchIsAWarning() throws Exception {
        EngineHealth health = look(StandIn.of(
                        folder, "echo 'Validating Purchase...' >&2; echo ' -computergroup -outputformat'", "echo '[ ]'")
                .backend());

        assertThat(finding(health, "purchase-validation").status()).isEqualTo(Status.WARNING);
        assertThat(health.isReady()).isTrue();
    }

    @Test
    void noSettingsToChooseFromIsAWarning() throws Exception {
        EngineHealth health = look(StandIn.ofCompressor5(folder, "echo '[ ]'").backend());

        assertThat(finding(health, "settings").status()).isEqualTo(Status.WARNING);
        assertThat(finding(health, "settings").message()).contains("does not exist");
    }

    @Test
    void finalCutStudioNeedsBatchMonitor() throws Exception {
        StandIn compressor = StandIn.ofFinalCutStudio(folder);

        assertThat(look(compressor.backend()).isReady()).isTrue();
        assertThat(look(new CompressorBackend(compressor
                                .configuration()
                                .batchMonitor(folder.resolve("gone"))
                                .build()))
                        .isReady())
                .isFalse();
    }

    @Test
    void theProcessorsThatAProgramWasMadeForAreRead() throws Exception {
        Path universal = program(0xCAFEBABE, 2, 0x01000007, 0, 0, 0, 0, 0x0100000C, 0, 0, 0, 0);
        Path powerPc = program(0xFEEDFACE, 18);
        Path thin = program(0xCFFAEDFE, Integer.reverseBytes(0x0100000C));

        assertThat(ExecutableArchitectures.of(universal)).containsExactly("x86_64", "arm64");
        assertThat(ExecutableArchitectures.of(powerPc)).containsExactly("ppc");
        assertThat(ExecutableArchitectures.of(thin)).containsExactly("arm64");
        assertThat(ExecutableArchitectures.of(Script.write(folder.resolve("script"))))
                .isEmpty();
        assertThat(ExecutableArchitectures.of(Files.createFile(folder.resolve("empty"))))
                .isEmpty();
    }

    @Test
    void aProgramForAnotherProcessorIsReportedWithItsFix() throws Exception {
        Path appleSilicon = program(0xCFFAEDFE, Integer.reverseBytes(0x0100000C));
        Path intel = program(0xCFFAEDFE, Integer.reverseBytes(0x01000007));
        Path powerPc = program(0xFEEDFACE, 18);

        assertThat(HealthCheck.architecture(appleSilicon, "aarch64").status()).isEqualTo(Status.OK);
        assertThat(HealthCheck.architecture(intel, "amd64").status()).isEqualTo(Status.OK);
        assertThat(HealthCheck.architecture(intel, "aarch64").fix().orElseThrow())
                .contains("Rosetta");
        assertThat(HealthCheck.architecture(powerPc, "x86_64").status()).isEqualTo(Status.FAILED);
        // A Java runtime that runs under Rosetta reports an Intel machine, but can start the program.
        assertThat(HealthCheck.architecture(appleSilicon, "x86_64").status()).isEqualTo(Status.WARNING);
    }

    private Path program(int... words) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length);
        for (int word : words) {
            bytes.putInt(word);
        }
        return Files.write(Files.createTempFile(folder, "program", ""), bytes.array());
    }

    private static EngineHealth configured(Dialect generation, StandIn compressor) throws InterruptedException {
        return look(new CompressorBackend(
                compressor.configuration().generation(generation).build()));
    }

    private static EngineHealth look(Backend backend) throws InterruptedException {
        return backend.engine().health(Deadline.after(Duration.ofMinutes(1), backend.timekeeper()));
    }

    private static HealthFinding finding(EngineHealth health, String id) {
        List<HealthFinding> all = health.findings();
        return all.stream()
                .filter(finding -> finding.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding " + id + " in " + all));
    }
}
