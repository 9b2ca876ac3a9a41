package io.qmaster.it;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The library with a Compressor, a shell script, that reports every batch as successful and writes arbitrary files. */
@Timeout(value = 3, unit = MINUTES)
class HostileOutputsTest {
    private static final Path CLIP =
            Path.of("../qmaster-cli/examples/clip.mov").toAbsolutePath().normalize();
    private static final Policy QUICK = Policy.DEFAULT
            .pollEvery(Duration.ofMillis(50))
            .outputGrace(Duration.ofMillis(300))
            .outputStableFor(Duration.ofMillis(100));

    private final Path folder;
    private final Path output;

    HostileOutputsTest(@TempDir Path folder) throws IOException {
        this.folder = folder.toRealPath();
        this.output = this.folder.resolve("out/clip.mov");
        Files.createDirectory(output.getParent());
        Files.setLastModifiedTime(
                Files.copy(CLIP, this.folder.resolve("source.mov")),
                FileTime.from(Instant.parse("2025-12-01T00:00:00Z")));
        Files.writeString(
                this.folder.resolve("movie.setting"), "<setting name=\"movie\"><encoder name=\"QT\"/></setting>");
    }

    @ParameterizedTest
    @EnumSource
    void aTextIsNoMovieAndTheOldMovieStays(ExistingOutput existing) throws Exception {
        if (existing == ExistingOutput.REPLACE) {
            Files.writeString(output, "the old movie");
        }
        compressorWrites("echo 'a few bytes' > \"$OUTPUT\"");

        BatchFailedException failed = catchThrowableOfType(BatchFailedException.class, () -> submitAndWait(existing));

        assertThat(failed.code()).isEqualTo("OUTPUT_MISMATCH");
        assertThat(failed).hasMessageContaining("clip.mov").hasMessageContaining("the text \"a few bytes\"");
        if (existing == ExistingOutput.REPLACE) {
            assertThat(output).hasContent("the old movie");
        }
    }

    @Test
    void aMovieIsTheOutput() throws Exception {
        compressorWrites("cp '" + CLIP + "' \"$OUTPUT\"; printf '\\0\\0\\0\\10free' >> \"$OUTPUT\"");

        submitAndWait(ExistingOutput.REFUSE);

        assertThat(output).hasSize(Files.size(CLIP) + 8);
    }

    private void submitAndWait(ExistingOutput existing) throws InterruptedException {
        BatchRequest request = BatchRequest.builder()
                .sourceFile(folder.resolve("source.mov"))
                .compressorSettingFile(folder.resolve("movie.setting"))
                .destinationFile(output)
                .existingOutput(existing)
                .build();
        CompressorBackend backend = new CompressorBackend(CompressorConfiguration.builder()
                .compressor(folder.resolve("Compressor"))
                .home(folder.resolve("home"))
                .library(folder.resolve("library"))
                .build());
        try (Qmaster qmaster = Qmaster.builder(backend).policy(QUICK).build()) {
            qmaster.submitAndWait(request);
        }
    }

    /** Compressor runs this on the output file, and reports the batch as successful. */
    private void compressorWrites(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("Compressor"), """
                #!/bin/sh
                QUEUE='%1$s/queue'
                case " $* " in
                  *" -help "*)
                    echo 'usage: -computergroup -monitor'
                    ;;
                  *" -jobpath "*)
                    while [ $# -gt 0 ]; do
                      case "$1" in
                        -batchname) NAME=$2 ;;
                        -locationpath) OUTPUT=$2 ;;
                      esac
                      shift
                    done
                    HERE=$(dirname "$OUTPUT")
                    %2$s
                    echo "<batchStatus name=\\"$NAME\\" status=\\"Successful\\" batchid=\\"B-1\\" /batchStatus>" > "$QUEUE"
                    echo '<batchID B-1 />'
                    ;;
                  *)
                    cat "$QUEUE"
                    ;;
                esac
                """.formatted(folder, script));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
