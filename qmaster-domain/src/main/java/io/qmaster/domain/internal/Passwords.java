package io.qmaster.domain.internal;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.port.JournalEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses of clusters that somebody knows with their passwords, which no journal keeps. Immutable. */
public final class Passwords {
    /** None. */
    public static final Passwords NONE = new Passwords(List.of());

    private final Map<String, Cluster> known = new HashMap<>();

    /** Those of the clusters that are known by their address. */
    public Passwords(Collection<Cluster> clusters) {
        clusters.stream()
                .filter(Cluster.Address.class::isInstance)
                .forEach(address -> known.put(address.displayName(), address));
    }

    /** Whether a cluster cannot be asked, since its password was not kept and nobody knows it. */
    boolean isMissing(Cluster cluster) {
        return cluster instanceof Cluster.Address address
                && address.password().reveal().isEmpty()
                && !known.containsKey(cluster.displayName());
    }

    /** An entry of a journal whose clusters have their passwords again. */
    JournalEntry in(JournalEntry entry) {
        return known.isEmpty() ? entry : entry.withOrders(this::in);
    }

    private BatchOrder in(BatchOrder order) {
        return order.at(in(order.cluster()), in(order.requestedCluster()));
    }

    private Cluster in(Cluster cluster) {
        return cluster instanceof Cluster.Address ? known.getOrDefault(cluster.displayName(), cluster) : cluster;
    }
}
