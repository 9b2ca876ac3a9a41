package io.qmaster.simulator;

import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.scenario.Scenario;
import java.util.Optional;

/**
 * A {@link Simulator} on virtual time: time passes only when a call waits or a test advances the {@link #clock()}. For
 * tests. Thread-safe.
 */
public final class VirtualSimulator extends Simulator {
    private final VirtualClock clock;

    VirtualSimulator(Scenario scenario, VirtualClock clock, OutputMaker maker) {
        super(new MemoryState(scenario, clock, maker), clock, Optional.empty(), maker);
        this.clock = clock;
    }

    /** Its clock. */
    public VirtualClock clock() {
        return clock;
    }
}
