package io.qmaster.simulator.scenario;

/**
 * A machine of a {@link SimulatedCluster} that encodes. Immutable and thread-safe.
 *
 * @param name its name, unique in its cluster
 * @param instances how many segments it encodes at once, 1 to 256
 * @param speed its relative speed: 1 as {@link Durations} assume, 2 needs half the time
 */
public record ServiceNode(String name, int instances, double speed) {
    /** @throws ScenarioException if a part is out of range */
    public ServiceNode {
        Bounds.notBlank("/name", name);
        Bounds.within("/instances", instances, 1, 256);
        Bounds.within("/speed", speed, 0.000_001, 1_000_000);
    }
}
