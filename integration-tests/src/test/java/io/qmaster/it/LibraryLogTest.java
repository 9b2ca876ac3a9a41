package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.contract.ScriptedBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The messages that the library logs through {@link System.Logger}, received by {@code java.util.logging}. Other tests use
 * the same logger.
 */
@Isolated
class LibraryLogTest {
    private static final Logger LIBRARY = Logger.getLogger("io.qmaster.domain");

    private final List<String> lines = new ArrayList<>();
    private final List<Throwable> faults = new ArrayList<>();
    private final Level before = LIBRARY.getLevel();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
            Optional.ofNullable(line.getThrown()).ifPresent(faults::add);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LIBRARY.setLevel(Level.FINE);
        LIBRARY.addHandler(handler);
        handler.setLevel(Level.ALL);
    }

    @AfterEach
    void leave() {
        LIBRARY.removeHandler(handler);
        LIBRARY.setLevel(before);
    }

    @Test
    void theCourseOfABatchIsLoggedWithTheBatch() {
        BatchReference batch = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);
        ScriptedBackend backend = new ScriptedBackend().deaf(Duration.ZERO, Duration.ofSeconds(2));
        backend.batch(batch).shows(Duration.ZERO, "Processing");

        Qmaster.over(backend).attach(batch);
        backend.clock().advance(Duration.ofSeconds(30));

        assertThat(lines)
                .startsWith("WARNING " + batch + ": the status could not be read: the script keeps silent")
                .contains("FINE " + batch + ": Processing");
    }

    @Test
    void whatABackendThrewIsLoggedWithItsStackTrace(@TempDir Path folder) throws Exception {
        IllegalStateException fault = new IllegalStateException();
        ScriptedBackend backend = new ScriptedBackend().attempt((order, deadline) -> {
            throw fault;
        });
        BatchRequest request = BatchRequest.builder()
                .sourceFile(StandInMac.movie(folder.resolve("clip.mov")))
                .compressorSettingFile(
                        Files.writeString(folder.resolve("a.compressorsetting"), "<setting name=\"a\"/>"))
                .destinationFile(folder.resolve("out.mov"))
                .build();

        assertThatThrownBy(() -> Qmaster.over(backend).submit(request)).hasMessageContaining("the backend failed");

        assertThat(faults).containsExactly(fault);
    }
}
