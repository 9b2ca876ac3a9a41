package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandInGeneration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Submissions from a Java runtime that passes arguments only as ASCII. */
@Timeout(value = 5, unit = MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class AsciiRuntimeTest {
    private static final List<String> NAMES = List.of(
            "ű " + Normalizer.normalize("é", Normalizer.Form.NFC) + " "
                    + Normalizer.normalize("é", Normalizer.Form.NFD),
            "日本語 🎬",
            "plain");

    @TempDir
    Path folder;

    private StandInMac mac;

    @BeforeEach
    void installStandIn() throws Exception {
        mac = new StandInMac(
                folder,
                StandInGeneration.COMPRESSOR_5_4,
                Scenario.builder().jobsTake(Duration.ofMillis(200)).build());
    }

    @AfterEach
    void endService() throws Exception {
        mac.endService();
    }

    @Test
    void aNameThatTheRuntimeCannotPassOnIsRefusedAndNothingIsQueued() throws Exception {
        Path source = mac.source("clip.mov");
        // Old enough not to be checked twice.
        Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        String printed = AsciiRuntime.submitted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                mac.standIn().compressor(),
                mac.setting(),
                source,
                mac.output("x").getParent(),
                NAMES);

        assertThat(printed.lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("refused: ").contains("LC_ALL=C.UTF-8"),
                        second -> assertThat(second).startsWith("refused: ").contains("LC_ALL=C.UTF-8"),
                        third -> assertThat(third).isEqualTo("SUCCESSFUL plain"));
        assertThat(mac.batches()).containsExactly("plain");
    }
}
