package io.qmaster.cli;

import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.VirtualSimulator;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The program with an engine on virtual time whose jobs take ten minutes each. */
abstract class TenMinuteJobs {
    @TempDir
    Path folder;

    final VirtualSimulator simulator = Simulator.onVirtualTime(
            Scenario.builder().jobsTake(Duration.ofMinutes(10)).build());
    Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(folder, simulator);
    }
}
