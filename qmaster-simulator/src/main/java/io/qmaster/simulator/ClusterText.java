package io.qmaster.simulator;

import io.qmaster.domain.Cluster;

/** The name of a cluster in the model: its name, or host and port without the user. */
final class ClusterText {
    private ClusterText() {}

    static String of(Cluster cluster) {
        if (cluster instanceof Cluster.Address address) {
            return address.host() + ":" + address.port();
        }
        return cluster.displayName();
    }

    /** The engine's message for an unavailable cluster (Compressor of Final Cut Studio). */
    static String notFound(Cluster cluster) {
        return "Could not find cluster \"" + cluster.displayName() + "\"";
    }
}
