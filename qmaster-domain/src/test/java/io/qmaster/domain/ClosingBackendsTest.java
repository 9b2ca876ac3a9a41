package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.qmaster.domain.contract.ScriptedBackend;
import org.junit.jupiter.api.Test;

class ClosingBackendsTest {
    private boolean closed;

    private final ScriptedBackend backend = new ScriptedBackend() {
        @Override
        public void close() {
            closed = true;
        }
    };

    @Test
    void aBackendIsClosedByItsCreatorAndNotByTheQmasterThatUsesIt() {
        Qmaster.over(backend).close();

        assertThat(closed).isFalse();
    }

    @Test
    void aBackendCanBeAResourceOfATryStatement() {
        try (ScriptedBackend resource = backend;
                Qmaster qmaster = Qmaster.over(resource)) {
            assertThat(qmaster).isNotNull();
        }

        assertThat(closed).isTrue();
    }
}
