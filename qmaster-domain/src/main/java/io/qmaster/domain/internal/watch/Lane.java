package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Policy;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.internal.Capabilities;
import io.qmaster.domain.internal.StatusQueries;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Polls all watched batches of one cluster together, with one query at a time, so that a cluster that hangs delays no
 * other. Thread-safe.
 */
final class Lane {
    private final Backend backend;
    private final Timekeeper time;
    private final Policy policy;
    private final Map<BatchReference, WatchedBatch> batches = new LinkedHashMap<>();
    private final Pace pace;
    private @Nullable Alarm next;
    private long nextAtNanos = Long.MAX_VALUE;
    private Duration pauseBefore = Duration.ZERO;
    private long turn;
    private boolean asking;
    private boolean resetSuspected;
    private boolean closed;

    Lane(Backend backend, Policy policy) {
        this.backend = backend;
        this.time = backend.timekeeper();
        this.policy = policy;
        this.pace = new Pace(policy);
    }

    synchronized void add(WatchedBatch batch) {
        if (closed) {
            return;
        }
        batches.put(batch.reference(), batch);
        batch.polledSoonBy(this::pollSoon);
        pollSoon();
    }

    private synchronized void pollSoon() {
        pace.reset();
        // A caller can wait for a batch that has ended, when nothing is watched any more.
        if (asking || closed || batches.isEmpty()) {
            return;
        }
        // Never postponed: otherwise repeated submissions could delay the poll indefinitely.
        if (time.elapsedNanos() + pace.pause().toNanos() < nextAtNanos) {
            arm(pace.pause());
        }
    }

    synchronized void close() {
        closed = true;
        batches.clear();
        if (next != null) {
            next.cancel();
        }
    }

    private synchronized void arm(Duration pause) {
        if (next != null && !asking) {
            next.cancel();
        }
        long mine = ++turn;
        // If nothing can be scheduled, for want of memory for example, the next caller tries again.
        nextAtNanos = Long.MAX_VALUE;
        next = time.schedule(pause, () -> ask(mine));
        nextAtNanos = time.elapsedNanos() + pause.toNanos();
    }

    private void ask(long mine) {
        Set<BatchReference> asked;
        synchronized (this) {
            // The alarm may have fired before it was replaced.
            if (closed || mine != turn) {
                return;
            }
            asking = true;
            nextAtNanos = Long.MAX_VALUE;
            asked = new LinkedHashSet<>(batches.keySet());
        }
        try {
            for (List<BatchReference> query :
                    StatusQueries.of(asked, Capabilities.mayInclude(Capability.LIST, backend))) {
                ask(new LinkedHashSet<>(query));
            }
        } catch (InterruptedException notForUs) {
            // Either this lane was closed, or the interrupt is for a caller who waits on this thread.
            Thread.currentThread().interrupt();
        } finally {
            askAgain();
        }
    }

    private void ask(Set<BatchReference> asked) throws InterruptedException {
        try {
            handle(asked, backend.statusSource().find(asked, Deadline.after(policy.statusTimeout(), time)));
        } catch (RuntimeException | Error failed) {
            // A StatusException, an internal error of the backend, or a lack of threads or memory: the status is
            // unknown.
            watched(asked).forEach(batch -> batch.unanswered(reason(failed), failed));
        }
    }

    private void handle(Set<BatchReference> asked, Map<BatchReference, BatchStatus> answer) {
        List<WatchedBatch> all = watched(asked);
        if (!answer.isEmpty()) {
            resetSuspected = false;
        } else if (all.size() > 1 && all.stream().allMatch(WatchedBatch::isListed)) {
            resetSuspected = true;
            all.forEach(batch -> batch.engineReset(all.size()));
        }
        for (WatchedBatch batch : all) {
            BatchStatus status = answer.get(batch.reference());
            if (status == null) {
                batch.missing(pauseBefore, resetSuspected);
            } else {
                batch.seen(status);
            }
        }
    }

    private synchronized void askAgain() {
        asking = false;
        batches.values().removeIf(WatchedBatch::hasEnded);
        if (closed || batches.isEmpty()) {
            return;
        }
        pace.slowDown();
        Duration pause = pace.pause();
        for (WatchedBatch batch : batches.values()) {
            pause = batch.nextPoll(pause, policy.firstPoll());
        }
        pauseBefore = pause;
        arm(pause);
    }

    private synchronized List<WatchedBatch> watched(Set<BatchReference> asked) {
        return batches.entrySet().stream()
                .filter(entry -> asked.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String reason(Throwable failed) {
        return failed instanceof StatusException
                ? Reason.withPath(failed)
                : "internal error: " + Reason.withPath(failed);
    }
}
