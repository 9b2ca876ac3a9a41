package io.qmaster.simulator.report;

import io.qmaster.simulator.page.Span;
import java.util.Optional;

/**
 * A period in which a controller or a node was down.
 *
 * @param node the name of the node; empty for the controller
 */
record Outage(String cluster, Optional<String> node, Span span) {
    boolean concerns(String clusterName, String nodeName) {
        return cluster.equals(clusterName) && node.map(nodeName::equals).orElse(true);
    }

    String words() {
        return node.isPresent() ? "node down" : "controller down";
    }
}
