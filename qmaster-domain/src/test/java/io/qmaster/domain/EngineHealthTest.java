package io.qmaster.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EngineHealthTest {
    private final HealthFinding ok = HealthFinding.ok("java", "17");
    private final HealthFinding warning = HealthFinding.warning("journal", "on the network", "choose a disk");
    private final HealthFinding failed = HealthFinding.failed("executable", "missing", "install it");

    @Test
    void anEngineIsReadyUnlessALookFailed() {
        assertThat(new EngineHealth(List.of()).isReady()).isTrue();
        assertThat(new EngineHealth(List.of(ok, warning)).isReady()).isTrue();
        assertThat(new EngineHealth(List.of(ok, failed, warning)).isReady()).isFalse();
    }
}
