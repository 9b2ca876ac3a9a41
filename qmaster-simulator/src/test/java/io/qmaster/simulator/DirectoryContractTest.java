package io.qmaster.simulator;

import io.qmaster.domain.port.Backend;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.util.Optional;

class DirectoryContractTest extends SimulatorContract {
    @Override
    protected Backend newBackend(Path emptyFolder) {
        return Simulator.inDirectory(
                emptyFolder.resolve("state"), Optional.of(Scenario.named("calm")), new VirtualClock());
    }
}
