package io.qmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.contract.ScriptedBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The messages that the library logs through {@link System.Logger}, received by {@code java.util.logging}. */
class LibraryLogTest {
    private static final Logger LIBRARY = Logger.getLogger("io.qmaster.domain");

    private final List<String> lines = new ArrayList<>();
    private final Level before = LIBRARY.getLevel();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
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
}
