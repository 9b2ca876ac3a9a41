package io.qmaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.scenario.Scenario;
import java.io.OutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An internal error reports the state of the batch at the moment at which it happened. */
class FailureOutcomeTest {
    private static final OutputStream BROKEN = new OutputStream() {
        @Override
        public void write(int octet) {
            throw new IllegalStateException("an internal error");
        }
    };

    @TempDir
    private Path folder;

    @Test
    void anInternalErrorAfterTheAnswerSaysThatTheBatchIsQueued() {
        Bench bench = new Bench(folder, Simulator.onVirtualTime(Scenario.named("calm")));

        bench.wakefulness = () -> {
            throw new IllegalStateException("an internal error");
        };

        Bench.Run run = bench.submit("--wait", "--json");

        JsonNode error = error(run);
        assertThat(error.get("outcome").asString()).isEqualTo("QUEUED");
        assertThat(error.get("submissionId").isString()).isTrue();
        assertThat(error.get("batchId").isString()).isTrue();
        assertThat(error.get("retryable").booleanValue()).isFalse();
    }

    @Test
    void anInternalErrorBeforeTheEngineIsCalledSaysThatNothingIsQueued() {
        Bench bench = new Bench(folder, null);

        assertThat(error(bench.submit("--json")).get("outcome").asString()).isEqualTo("NOT_QUEUED");
    }

    @Test
    void anInternalErrorOfACommandThatSubmitsNothingHasNoOutcome() {
        Bench bench = new Bench(folder, new ScriptedBackend());

        assertThat(error(bench.run(BROKEN, "list", "--json")).get("outcome").isNull())
                .isTrue();
    }

    private static JsonNode error(Bench.Run run) {
        assertThat(run.code()).isEqualTo(70);
        JsonNode error = run.err()
                .lines()
                .filter(line -> line.startsWith("{\"error\""))
                .findFirst()
                .map(JsonMapper.shared()::readTree)
                .orElseThrow()
                .get("error");
        assertThat(error.get("code").asString()).isEqualTo("FAULT");
        return error;
    }
}
