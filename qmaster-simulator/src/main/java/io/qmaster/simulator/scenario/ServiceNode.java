package io.qmaster.simulator.scenario;

/**
 * A machine that encodes for a cluster. Immutable and thread-safe.
 *
 * @param name how it is told from the others of its cluster
 * @param instances how many segments it works on at once, 1 to 256
 * @param speed how fast it is; 1 is the machine that {@link Durations} speak of, 2 needs half the time
 */
public record ServiceNode(String name, int instances, double speed) {
    /** @throws ScenarioException if a part is out of range */
    public ServiceNode {
        Bounds.notBlank("/name", name);
        Bounds.within("/instances", instances, 1, 256);
        Bounds.within("/speed", speed, 0.000_001, 1_000_000);
    }
}
