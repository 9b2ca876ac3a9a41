package io.qmaster.simulator;

import io.qmaster.domain.Cluster;

/** How the model is told of a cluster: by its name, or by host and port. The user stays outside. */
final class ClusterText {
    private ClusterText() {}

    static String of(Cluster cluster) {
        if (cluster instanceof Cluster.Address address) {
            return address.host() + ":" + address.port();
        }
        return cluster.displayName();
    }

    /** The words with which the engine says that a cluster is not there (Compressor of Final Cut Studio). */
    static String notFound(Cluster cluster) {
        return "Could not find cluster \"" + cluster.displayName() + "\"";
    }
}
