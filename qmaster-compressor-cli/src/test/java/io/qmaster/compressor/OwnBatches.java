package io.qmaster.compressor;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The batches that a test submitted to a real queue, and no others. Thread-safe. */
final class OwnBatches {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<BatchReference> submitted = new CopyOnWriteArrayList<>();

    void add(BatchReference batch) {
        submitted.add(batch);
    }

    /**
     * Cancels those that have not ended by their ids, and waits a minute for the end.
     *
     * @return those that have still not ended, or cannot be cancelled
     */
    List<BatchReference> cancelWhatHasNotEnded(Backend backend) throws InterruptedException {
        List<BatchReference> left = new ArrayList<>();
        for (BatchReference batch : submitted) {
            if (!hasEnded(backend, batch) && !cancelled(backend, batch)) {
                left.add(batch);
            }
        }
        return left;
    }

    private static boolean cancelled(Backend backend, BatchReference batch) throws InterruptedException {
        if (!backend.capabilities().contains(Capability.CONTROL)) {
            return false;
        }
        Deadline deadline = Deadline.after(PATIENCE, backend.timekeeper());
        backend.engine().control(batch, ControlAction.CANCEL, deadline);
        boolean ended = hasEnded(backend, batch);
        while (!ended && !deadline.hasPassed(backend.timekeeper())) {
            backend.timekeeper().pause(Duration.ofSeconds(1));
            ended = hasEnded(backend, batch);
        }
        return ended;
    }

    private static boolean hasEnded(Backend backend, BatchReference batch) throws InterruptedException {
        BatchStatus status = backend.statusSource()
                .find(Set.of(batch), Deadline.after(PATIENCE, backend.timekeeper()))
                .get(batch);
        return status != null && status.state().isFinal();
    }
}
