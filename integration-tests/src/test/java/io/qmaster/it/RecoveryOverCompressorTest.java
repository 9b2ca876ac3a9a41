package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.standard.MemoryJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The number of Compressor processes that are started for very many batches. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RecoveryOverCompressorTest {
    private static final int BATCHES = 200;

    private final MemoryJournal journal = new MemoryJournal();
    private final Set<BatchReference> batches = new LinkedHashSet<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void batchesThatAnEarlierProgramLeftOpen() throws Exception {
        Path clip = Files.write(folder.resolve("clip.mov"), new byte[3000]);
        Files.setLastModifiedTime(clip, FileTime.from(Instant.parse("2025-12-01T00:00:00Z")));
        Path setting = Files.writeString(
                folder.resolve("movie.setting"), "<setting name=\"movie\"><encoder name=\"QT\"/></setting>");
        List<String> listing = new ArrayList<>();
        try (Qmaster qmaster =
                Qmaster.builder(new MemoryEngine()).journal(journal).build()) {
            for (int number = 0; number < BATCHES; number++) {
                BatchReference batch = qmaster.submit(BatchRequest.builder()
                                .sourceFile(clip)
                                .compressorSettingFile(setting)
                                .destinationFile(folder.resolve("out " + number + ".mov"))
                                .build())
                        .reference();
                batches.add(batch);
                listing.add("<batchStatus name=\"clip\" status=\"" + (number % 2 == 0 ? "Processing" : "Cancelled")
                        + "\" batchid=\"" + batch.id() + "\" /batchStatus>");
            }
        }
        Files.write(folder.resolve("listing"), listing);
        Files.writeString(folder.resolve("Compressor"), """
                #!/bin/sh
                echo "$*" >> '%1$s/calls'
                case "$1" in -help) echo 'usage: -computergroup -monitor'; exit 0;; esac
                cat '%1$s/listing'
                """.formatted(folder));
        Files.setPosixFilePermissions(folder.resolve("Compressor"), PosixFilePermissions.fromString("rwx------"));
    }

    private Qmaster overCompressor() {
        return Qmaster.builder(new CompressorBackend(CompressorConfiguration.builder()
                        .compressor(folder.resolve("Compressor"))
                        .home(folder.resolve("home"))
                        .library(folder.resolve("library"))
                        .build()))
                .journal(journal)
                .build();
    }

    private List<String> calls() throws Exception {
        return Files.readAllLines(folder.resolve("calls"));
    }

    @Test
    void twoHundredOpenBatchesAreRecoveredByOneListing() throws Exception {
        try (Qmaster qmaster = overCompressor()) {
            List<Recovered> recovered = qmaster.recover();

            System.out.println("recovering " + BATCHES + " batches: " + calls());
            assertThat(recovered)
                    .hasSize(BATCHES)
                    .extracting(Recovered::finding)
                    .containsOnly(Recovered.Finding.ADOPTED, Recovered.Finding.ENDED);
            assertThat(calls()).hasSizeLessThanOrEqualTo(5);
        }
    }

    @Test
    void theStatusOfTwoHundredBatchesIsOneListing() throws Exception {
        try (Qmaster qmaster = overCompressor()) {
            assertThat(qmaster.find(batches)).containsOnlyKeys(batches);

            assertThat(calls()).containsExactly("-help", "-monitor -once");
        }
    }
}
