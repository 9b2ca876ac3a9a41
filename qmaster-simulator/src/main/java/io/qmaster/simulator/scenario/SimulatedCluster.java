package io.qmaster.simulator.scenario;

import io.qmaster.domain.Cluster;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cluster: its controller, and the service nodes that work for it. Immutable and thread-safe.
 *
 * @param name the name that batches are submitted to; {@code This Computer} is the machine itself
 * @param address host and port by which it can be named too, such as {@code fcs.example:51737}; any user and password do
 * @param nodes the machines that encode, at least one
 */
public record SimulatedCluster(String name, Optional<String> address, List<ServiceNode> nodes) {
    private static final Pattern ADDRESS =
            Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^:@\\s\\p{Cntrl}]+):([1-9][0-9]{0,4})");

    private static final int LAST_PORT = 65_535;

    /** @throws ScenarioException if a name could not be one, occurs twice, or there is no node */
    public SimulatedCluster {
        try {
            // However its letters are: Cluster says so.
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

    /** The same cluster, reached by its address too. */
    public SimulatedCluster at(String hostAndPort) {
        return new SimulatedCluster(name, Optional.of(hostAndPort), nodes);
    }

    /** How many segments all its nodes together work on at once. */
    public int instances() {
        return nodes.stream().mapToInt(ServiceNode::instances).sum();
    }
}
