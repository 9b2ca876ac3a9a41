package io.qmaster.domain;

/**
 * Where to find a batch: its id, and the cluster that runs it. Immutable and thread-safe.
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
     * A batch on a cluster, from the texts that a user types.
     *
     * @throws IllegalArgumentException if the id could not be one, or the name is blank
     */
    public static BatchReference of(String id, String clusterName) {
        return new BatchReference(new BatchId(id), Cluster.named(clusterName));
    }

    @Override
    public String toString() {
        return id + " on " + cluster.displayName();
    }
}
