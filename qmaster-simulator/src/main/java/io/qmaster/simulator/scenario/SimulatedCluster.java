package io.qmaster.simulator.scenario;

import io.qmaster.domain.Cluster;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster of a {@link Scenario}: a controller and its service nodes. Immutable and thread-safe.
 *
 * @param name its name; {@code This Computer} is the machine itself
 *
 * @param address host and port that also name it, such as {@code fcs.example:51737}; every user and password is
 *     accepted
 * @param nodes the machines that encode, at least one
 */
public record SimulatedCluster(String name, Optional<String> address, List<ServiceNode> nodes) {
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:@\\s\\p{Cntrl}]+):([1-9][0-9]{0,4})");

    private static final int LAST_PORT = 65_535;

    /** @throws ScenarioException if a name is invalid or occurs twice, or there is no node */
    public SimulatedCluster {
        try {
            // Normalises the letter case of "This Computer".
            name = Cluster.named(name).displayName();
        } catch (IllegalArgumentException noName) {
            throw new ScenarioException("/name", "a name that a cluster can have", '"' + name + '"');
        }
        address.ifPresent(text -> {
            Matcher parts = ADDRESS.matcher(text);
            if (!parts.matches() || Integer.parseInt(parts.group(2)) > LAST_PORT) {
                throw new ScenarioException("/address", "host:port", '"' + text + '"');
            }
        });
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new ScenarioException("/nodes", "at least one service node", "none");
        }
        Set<String> names = new HashSet<>();
        for (int at = 0; at < nodes.size(); at++) {
            if (!names.add(nodes.get(at).name())) {
                throw new ScenarioException(
                        "/nodes/" + at + "/name",
                        "a name that no other node has",
                        '"' + nodes.get(at).name() + '"');
            }
        }
    }

    /** A cluster without an address. */
    public static SimulatedCluster of(String name, ServiceNode... nodes) {
        return new SimulatedCluster(name, Optional.empty(), List.of(nodes));
    }

    /** A copy with an address. */
    public SimulatedCluster at(String hostAndPort) {
        return new SimulatedCluster(name, Optional.of(hostAndPort), nodes);
    }

    /** How many segments all its nodes encode at once. */
    public int instances() {
        return nodes.stream().mapToInt(ServiceNode::instances).sum();
    }
}
