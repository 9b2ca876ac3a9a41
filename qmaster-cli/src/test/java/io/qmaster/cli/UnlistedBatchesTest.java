package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Failure;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.Capability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several batches of an engine that cannot list them, like that of Final Cut Studio: each is queried separately. */
class UnlistedBatchesTest {
    @TempDir
    private Path folder;

    private final ScriptedBackend backend = new ScriptedBackend().without(Capability.LIST);

    private Bench bench() {
        IntStream.rangeClosed(1, 5)
                .forEach(number -> backend.batch(BatchReference.of("B-" + number, Cluster.THIS_COMPUTER_NAME))
                        .shows(Duration.ZERO, "Processing"));
        return new Bench(folder, backend);
    }

    private ScriptedBackend answers() {
        return backend.whileAsked(() -> {});
    }

    private ScriptedBackend failsAfter(Duration time) {
        return backend.whileAsked(() -> {
            backend.clock().advance(time);
            throw new StatusException(
                    Failure.withoutSubmission("STATUS_UNREADABLE", "no answer").worthRetrying());
        });
    }

    @Test
    void whatWasAnsweredIsShownAndWhatWasNotIsReportedForItsId() {
        answers();
        failsAfter(Duration.ofSeconds(60));
        answers();
        failsAfter(Duration.ofSeconds(1));

        Bench.Run run = bench().run("status", "B-1", "B-2", "B-3", "B-4", "B-5", "--json");

        assertThat(run.code()).isEqualTo(11);
        assertThat(run.json().valueStream().map(batch -> batch.get("batchId").asString()))
                .containsExactly("B-1", "B-3", "B-5");
        assertThat(run.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("STATUS_UNREADABLE", "\"batchId\":\"B-2\"", "the status of the batch B-2"),
                        line -> assertThat(line).contains("\"batchId\":\"B-4\"", "no answer", "\"outcome\":null"));
    }

    @Test
    void anEngineThatHangsIsNotQueriedForEveryBatch() {
        failsAfter(Duration.ofSeconds(60));
        failsAfter(Duration.ofSeconds(60));

        Bench.Run run = bench().run("status", "B-1", "B-2", "B-3", "B-4", "B-5");

        assertThat(run.code()).isEqualTo(11);
        assertThat(Duration.ofNanos(backend.clock().elapsedNanos())).isEqualTo(Duration.ofMinutes(2));
        assertThat(run.err().lines().filter(line -> line.contains("was not queried")))
                .hasSize(3);
        assertThat(run.err()).contains("the status of the batch B-5 on");
    }

    @Test
    void cancellingIsNotPreventedByABatchThatIsNotAnswered() {
        failsAfter(Duration.ofSeconds(1));

        Bench.Run run = bench().run("cancel", "B-1", "B-2", "--no-confirm", "--json");

        assertThat(backend.controls()).containsExactly("cancel B-2");
        JsonNode shown = run.json();
        assertThat(shown).hasSize(1);
    }
}
