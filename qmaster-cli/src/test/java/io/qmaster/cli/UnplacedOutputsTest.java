package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Target;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.SubmissionOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A valid output whose path was taken while its batch was running. */
class UnplacedOutputsTest {
    private static final BatchReference BATCH = BatchReference.of("B-1", Cluster.THIS_COMPUTER_NAME);

    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend();
    private Bench bench;

    @BeforeEach
    void takePlace() {
        bench = new Bench(folder, backend);
        backend.attempt((order, deadline) -> {
            for (Target target : order.targets()) {
                written(target.workPath(), "new");
                written(target.plannedPath(), "somebody else's");
            }
            return new SubmissionOutcome.Queued(BATCH.id(), List.of());
        });
        backend.batch(BATCH).shows(Duration.ZERO, "Successful");
        assertThat(bench.submit("--publish", "atomic", "--wait").code()).isEqualTo(1);
    }

    private static void written(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void statusAndListCallItFailedAndSayWhereItIs() {
        assertThat(bench.run("status", "B-1").out()).contains("FAILED").doesNotContain("SUCCESSFUL");
        assertThat(bench.run("list").out()).contains("FAILED").doesNotContain("SUCCESSFUL");
        Bench.Run json = bench.run("list", "--json");
        assertThat(json.json().get(0).get("state").asString()).isEqualTo("FAILED");
        assertThat(json.json().get(0).get("reason").asString()).isEqualTo("OUTPUT_NOT_PUBLISHED");
    }

    @Test
    void recoveryAdvisesToMakeRoomAndNotToGiveItUp() {
        Bench.Run run = bench.run("recover");

        assertThat(run.code()).isEqualTo(6);
        assertThat(run.err())
                .contains("move away the files that block the outputs")
                .doesNotContain("give up");
    }

    @Test
    void givingItUpLooksForNoBatch() {
        Bench.Run run = bench.run("recover", "--give-up", "B-1");

        assertThat(run.err()).doesNotContain("querying the engine again");
    }
}
