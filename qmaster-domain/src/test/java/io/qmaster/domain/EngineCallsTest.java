package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.qmaster.domain.contract.ScriptedBackend;
import io.qmaster.domain.port.SubmissionOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCallsTest {
    private final ScriptedBackend backend = new ScriptedBackend();
    private final Workbench bench;

    EngineCallsTest(@TempDir Path folder) {
        bench = new Workbench(folder);
    }

    @Test
    void aSubmissionThatHangsHoldsUpOtherCallsButNoQuery() throws Exception {
        Qmaster qmaster =
                Qmaster.builder(backend).policy(Policy.DEFAULT.engineCalls(2)).build();
        BatchReference other = BatchReference.of("B-2", Cluster.THIS_COMPUTER_NAME);
        List<Throwable> cancelling = new ArrayList<>();
        List<BatchStatus> listed = new ArrayList<>();
        backend.attempt((order, deadline) -> {
            listed.addAll(qmaster.list());
            cancelling.add(catchThrowable(() -> qmaster.cancel(other)));
            return new SubmissionOutcome.Queued(new BatchId("B-1"), List.of());
        });
        backend.batch(other).named("other").shows(Duration.ZERO, "Processing");

        qmaster.submit(bench.request().build());

        assertThat(listed).hasSize(1);
        assertThat(cancelling)
                .singleElement()
                .isInstanceOfSatisfying(
                        EngineUnavailableException.class,
                        busy -> assertThat(busy.code()).isEqualTo("ENGINE_BUSY"));
        assertThat(backend.controls()).isEmpty();
    }

    @Test
    void atLeastOneCallIsAllowed() {
        assertThatIllegalArgumentException().isThrownBy(() -> Policy.DEFAULT.engineCalls(0));
        assertThat(Policy.DEFAULT.engineCalls(1).engineCalls()).isEqualTo(1);
    }
}
