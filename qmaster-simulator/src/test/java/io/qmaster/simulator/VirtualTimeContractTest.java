package io.qmaster.simulator;

import io.qmaster.domain.port.Backend;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;

class VirtualTimeContractTest extends SimulatorContract {
    @Override
    protected Backend newBackend(Path emptyFolder) {
        return Simulator.onVirtualTime(Scenario.named("calm"));
    }
}
