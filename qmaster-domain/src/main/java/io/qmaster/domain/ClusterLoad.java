package io.qmaster.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The number of unfinished batches of a cluster. An engine need not report where a batch of another user runs:
 * Compressor does not, and such a batch is counted for this computer. For library consumers. Immutable and thread-safe.
 *
 * @param cluster which cluster
 * @param waiting number of batches that wait to be processed
 * @param processing number of batches that are being processed
 * @param held number of batches that are on hold
 * @param lastSubmittedAt the latest submission time, in the journal, of the counted batches
 */
public record ClusterLoad(Cluster cluster, int waiting, int processing, int held, Optional<Instant> lastSubmittedAt) {
    /** Refuses nulls. */
    public ClusterLoad {
        Nulls.refuse(ClusterLoad.class, cluster, lastSubmittedAt);
    }

    /**
     * Counts batches by their clusters.
     *
     * @param batches the batches to count; those that have ended are ignored
     * @param others clusters that are in the result even if they have no batch
     * @return this computer first, then the others by name
     */
    public static List<ClusterLoad> of(Collection<BatchRecord> batches, Collection<Cluster> others) {
        Map<Cluster, ClusterLoad> loads = new LinkedHashMap<>();
        loads.put(Cluster.THIS_COMPUTER, none(Cluster.THIS_COMPUTER));
        others.forEach(cluster -> loads.putIfAbsent(cluster, none(cluster)));
        batches.forEach(batch -> batch.cluster()
                .ifPresent(cluster ->
                        loads.merge(cluster, none(cluster).with(batch), (before, one) -> before.with(batch))));
        List<ClusterLoad> sorted = new ArrayList<>(loads.values());
        sorted.sort(Comparator.comparing((ClusterLoad load) -> !load.cluster().equals(Cluster.THIS_COMPUTER))
                .thenComparing(load -> load.cluster().displayName()));
        return List.copyOf(sorted);
    }

    private static ClusterLoad none(Cluster cluster) {
        return new ClusterLoad(cluster, 0, 0, 0, Optional.empty());
    }

    private ClusterLoad with(BatchRecord batch) {
        Optional<BatchState> state = batch.state();
        Optional<Instant> latest = batch.submittedAt()
                .filter(at -> lastSubmittedAt.filter(at::isBefore).isEmpty())
                .or(() -> lastSubmittedAt);
        return new ClusterLoad(
                cluster,
                waiting + count(state, BatchState.WAITING),
                processing + count(state, BatchState.PROCESSING, BatchState.POST_PROCESSING),
                held + count(state, BatchState.HOLD),
                latest);
    }

    private static int count(Optional<BatchState> state, BatchState... counted) {
        return state.filter(List.of(counted)::contains).isPresent() ? 1 : 0;
    }
}
