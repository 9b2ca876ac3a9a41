package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.ServiceNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A service node at work. */
final class Node {
    private final ServiceNode node;
    private final Set<Segment> running = new LinkedHashSet<>();
    private boolean up = true;

    Node(ServiceNode node) {
        this.node = node;
    }

    String name() {
        return node.name();
    }

    double speed() {
        return node.speed();
    }

    int free() {
        return up ? node.instances() - running.size() : 0;
    }

    void setUp(boolean isUp) {
        up = isUp;
    }

    void take(Segment segment) {
        running.add(segment);
    }

    void leave(Segment segment) {
        running.remove(segment);
    }

    List<Segment> running() {
        return List.copyOf(running);
    }
}
