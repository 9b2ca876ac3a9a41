package io.qmaster.simulator.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The encoders that are left by a process that was killed. */
class LeftEncodersTest {
    @TempDir
    private Path folder;

    @Test
    void anEncoderWithoutItsParentIsEndedAndItsFolderRemoved() throws Exception {
        Path out = Files.createDirectories(folder.resolve("encoding/1.0.1.0/out"));
        Path complete = Files.createDirectories(folder.resolve("encoding/2.0.1.0/done"));
        List<String> command = new ArrayList<>(TinyClips.ffmpeg().command());
        // With another name, as on some systems.
        Path program = Path.of(command.remove(command.size() - 1));
        command.add(Files.createSymbolicLink(folder.resolve("renamed"), program).toString());
        command.addAll(List.of("-nostdin", "-v", "quiet", "-re", "-f", "lavfi", "-i", "testsrc=s=16x16"));
        command.add("file:" + out.resolve("output.mov"));
        Process encoder = new ProcessBuilder(command).start();
        try {
            LeftEncoders.end(folder.resolve("encoding"));
            assertThat(encoder.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(out).doesNotExist();
            assertThat(complete).exists();
        } finally {
            encoder.destroyForcibly();
        }
    }
}
