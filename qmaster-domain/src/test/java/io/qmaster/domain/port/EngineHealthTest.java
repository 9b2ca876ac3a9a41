package io.qmaster.domain.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EngineHealthTest {
    private static final HealthFinding OK = HealthFinding.ok("java", "17");
    private static final HealthFinding WARNING = HealthFinding.warning("journal", "on the network", "choose a disk");
    private static final HealthFinding FAILED = HealthFinding.failed("executable", "missing", "install it");

    @Test
    void anEngineIsReadyUnlessALookFailed() {
        assertThat(new EngineHealth(List.of()).isReady()).isTrue();
        assertThat(new EngineHealth(List.of(OK, WARNING)).isReady()).isTrue();
        assertThat(new EngineHealth(List.of(OK, FAILED, WARNING)).isReady()).isFalse();
    }
}
