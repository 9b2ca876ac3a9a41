package io.qmaster.domain;

/**
 * Identifies a batch: its id, and the cluster that runs it. For library consumers and authors of backends. Immutable
 * and thread-safe.
 *
 * @param id the engine's id
 * @param cluster the cluster that the batch was submitted to
 */
public record BatchReference(BatchId id, Cluster cluster) {
    /** @throws NullPointerException if a component is null */
    public BatchReference {
        Nulls.refuse(BatchReference.class, id, cluster);
    }

    /**
     * A batch on a cluster, from text.
     *
     * @throws IllegalArgumentException if the id has another form, or the name is not valid for a cluster
     */
    public static BatchReference of(String id, String clusterName) {
        return new BatchReference(new BatchId(id), Cluster.named(clusterName));
    }

    // Java generates those of a record at their first call, which is slow in a new process.

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchReference reference
                && reference.id.equals(id)
                && reference.cluster.equals(cluster);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + cluster.hashCode();
    }

    @Override
    public String toString() {
        return id + " on " + cluster.displayName();
    }
}
