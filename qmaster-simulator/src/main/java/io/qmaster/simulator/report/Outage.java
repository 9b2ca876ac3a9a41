package io.qmaster.simulator.report;

import java.util.Optional;

/**
 * A time in which a controller or a node was down.
 *
 * @param cluster of which cluster
 * @param node which node; empty for the controller
 * @param span when
 */
record Outage(String cluster, Optional<String> node, Span span) {
    boolean concerns(String clusterName, String nodeName) {
        return cluster.equals(clusterName) && node.map(nodeName::equals).orElse(true);
    }

    String words() {
        return node.isPresent() ? "node down" : "controller down";
    }
}
