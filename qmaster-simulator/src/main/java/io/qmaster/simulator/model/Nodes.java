package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.ServiceNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The service nodes of a cluster. */
final class Nodes {
    private final List<Node> all;
    /** Sorted by speed, then by free instances, both descending, then by the order of the scenario. */
    private final TreeSet<Node> free = new TreeSet<>(Comparator.comparingDouble(Node::speed)
            .thenComparingInt(Node::free)
            .reversed()
            .thenComparingInt(Node::place));

    Nodes(List<ServiceNode> nodes, Instant now) {
        List<Node> made = new ArrayList<>();
        for (ServiceNode node : nodes) {
            made.add(new Node(node, made.size(), free, now));
        }
        all = List.copyOf(made);
        free.addAll(all);
    }

    List<Node> all() {
        return all;
    }

    /** The number of instances of all nodes. */
    int instances() {
        return all.stream().mapToInt(Node::instances).sum();
    }

    MachineLoad load() {
        return new MachineLoad(
                all.stream().mapToInt(Node::free).sum(),
                all.stream()
                        .flatMap(node -> node.running().stream())
                        .flatMap(segment ->
                                segment.work().since().stream().map(since -> new MachineLoad.Part(segment, since)))
                        .toList());
    }

    Stream<Node> named(String name) {
        return all.stream().filter(node -> node.name().equals(name));
    }

    /** The node for the next segment, if an instance is free. */
    Optional<Node> best() {
        return free.isEmpty() ? Optional.empty() : Optional.of(free.first());
    }
}
