package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Policy;
import io.qmaster.domain.port.Backend;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All watched batches, in one lane for each cluster. Thread-safe. */
public final class Watcher {
    private final Backend backend;
    private final Policy policy;
    private final Map<Cluster, Lane> lanes = new HashMap<>();
    private final Map<BatchReference, WatchedBatch> batches = new HashMap<>();
    private boolean closed;

    /** Creates a watcher without batches. */
    public Watcher(Backend backend, Policy policy) {
        this.backend = backend;
        this.policy = policy;
    }

    /** The watched batch with a reference. */
    public synchronized Optional<WatchedBatch> find(BatchReference reference) {
        return Optional.ofNullable(batches.get(reference));
    }

    /** Watches a batch until it ends, and returns it, or the one that is already watched. */
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
