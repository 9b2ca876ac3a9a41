package io.qmaster.it;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.contract.BackendOfOneClass;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** An engine in memory, which accepts everything at once and cancels it when a test requests it. Thread-safe. */
public final class MemoryEngine extends BackendOfOneClass {
    private final WallClock clock = new WallClock();
    private final AtomicLong ids = new AtomicLong();
    private final Map<BatchReference, Long> asked = new ConcurrentHashMap<>();
    final AtomicLong oldest = new AtomicLong();
    private volatile String status = "Processing";

    public void cancelAll() {
        status = "Cancelled";
    }

    @Override
    public SubmissionOutcome submit(BatchOrder order, Deadline deadline) {
        BatchId id = new BatchId("B-" + ids.incrementAndGet());
        asked.put(new BatchReference(id, order.cluster()), System.nanoTime());
        return new SubmissionOutcome.Queued(id, List.of());
    }

    @Override
    public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline) {
        Map<BatchReference, BatchStatus> found = new HashMap<>();
        long now = System.nanoTime();
        for (BatchReference batch : batches) {
            long before = asked.put(batch, now);
            oldest.accumulateAndGet(now - before, Math::max);
            found.put(batch, BatchStatus.of(batch, StatusText.ofQmaster(status), clock.now()));
        }
        return found;
    }

    @Override
    public List<BatchStatus> list(Deadline deadline) {
        throw new IllegalStateException("not asked for");
    }

    @Override
    public void control(BatchReference batch, ControlAction action, Deadline deadline) {}

    @Override
    public EngineHealth health(Deadline deadline) {
        return new EngineHealth(List.of());
    }

    @Override
    public CommandPreview preview(BatchOrder order) {
        return new CommandPreview(List.of("in memory"));
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Timekeeper timekeeper() {
        return clock;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }
}
