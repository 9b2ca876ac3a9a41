package io.qmaster.cli.webhook;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.SubmissionId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxLockTest {
    @Test
    void aProcessThatKeepsTheLockIsNamedAndNotWaitedForIndefinitely(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("lock"), "4711");

        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThatThrownBy(() -> new Outbox(folder, Duration.ZERO).subscribe(SubmissionId.random(), List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("process 4711 has kept the lock " + file)
                    .matches(unused -> held.isValid());
        }
    }
}
