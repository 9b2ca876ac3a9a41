package io.qmaster.compressor;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C at a terminal reaches every program in the foreground, including the one that is being queried. */
@Timeout(value = 1, unit = MINUTES)
class InterruptedQueryTest {
    private static final BatchReference BATCH =
            BatchReference.of("86F264AF-60C1-445C-B870-597CB6814AB2", "This Computer");
    private static final String ANSWER = StandIn.print("compressor-5/monitor-once.stdout");
    private static final String ENDS_OF_INTERRUPT = "kill -INT $$; sleep 60";

    @TempDir
    private Path folder;

    /** Processes that a shell starts in the background ignore this signal, and so do their children. */
    @BeforeAll
    static void assumeThatAnInterruptEndsAProcess() throws Exception {
        Process probe = new ProcessBuilder("sh", "-c", "kill -INT $$; exit 0").start();
        assumeTrue(probe.waitFor() != 0, "this process was started with INT ignored");
    }

    @Test
    void aStatusQueryThatAnInterruptEndsIsRepeated() throws Exception {
        StandIn monitor = StandIn.ofCompressor5(folder, onceOnly(ENDS_OF_INTERRUPT), ANSWER);

        assertThat(find(monitor.backend()).get(BATCH).state()).isEqualTo(BatchState.PROCESSING);
        assertThat(monitor.calls()).hasSize(2);
    }

    @Test
    void aStatusQueryThatInterruptsEndAgainAndAgainFails() throws Exception {
        StandIn monitor = StandIn.ofCompressor5(folder, ENDS_OF_INTERRUPT);

        assertThatExceptionOfType(StatusException.class)
                .isThrownBy(() -> find(monitor.backend()))
                .withMessageContaining("signal 2");
        assertThat(monitor.calls()).hasSize(2);
    }

    @Test
    void askingForTheGenerationIsRepeatedToo() throws Exception {
        StandIn monitor = StandIn.of(folder, onceOnly(ENDS_OF_INTERRUPT) + StandIn.HELP_5, ANSWER);

        assertThat(find(monitor.backend())).containsOnlyKeys(BATCH);
    }

    private String onceOnly(String lines) {
        String mark = "'" + folder.resolve("mark") + "'";
        return "[ -e " + mark + " ] || { >" + mark + "; " + lines + "; }\n";
    }

    private static Map<BatchReference, BatchStatus> find(Backend backend) throws InterruptedException {
        return backend.statusSource().find(Set.of(BATCH), Deadline.after(Duration.ofMinutes(1), backend.timekeeper()));
    }
}
