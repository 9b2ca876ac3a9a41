package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Policy;
import io.qmaster.domain.port.Backend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every batch under watch, in one lane for each cluster. Safe for threads. */
public final class Watcher {
    private final Backend backend;
    private final Policy policy;
    private final Map<Cluster, Lane> lanes = new HashMap<>();
    private final Map<BatchReference, WatchedBatch> batches = new HashMap<>();
    private boolean closed;

    /** A watcher with nothing to watch. */
    public Watcher(Backend backend, Policy policy) {
        this.backend = backend;
        this.policy = policy;
    }

    /** The batch that is already watched under this reference. */
    public synchronized Optional<WatchedBatch> find(BatchReference reference) {
        return Optional.ofNullable(batches.get(reference));
    }

    /** Watches a batch until it ends; gives the one that is watched already, if there is one. */
    public synchronized WatchedBatch watch(WatchedBatch batch) {
        WatchedBatch known = batches.get(batch.reference());
        if (known != null) {
            return known;
        }
        if (closed) {
            batch.close();
            return batch;
        }
        batches.put(batch.reference(), batch);
        batch.whenOver(() -> forget(batch));
        lanes.computeIfAbsent(batch.cluster(), cluster -> new Lane(backend, policy))
                .add(batch);
        return batch;
    }

    /** Stops watching. Open waits end. */
    public void close() {
        List<WatchedBatch> open;
        List<Lane> busy;
        synchronized (this) {
            closed = true;
            open = List.copyOf(batches.values());
            busy = List.copyOf(lanes.values());
            batches.clear();
            lanes.clear();
        }
        busy.forEach(Lane::close);
        open.forEach(WatchedBatch::close);
    }

    private synchronized void forget(WatchedBatch batch) {
        batches.remove(batch.reference(), batch);
    }
}
