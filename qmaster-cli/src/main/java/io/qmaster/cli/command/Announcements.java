package io.qmaster.cli.command;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.Holder;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Forwards events and records which have been reported: events arrive on other threads, and the program must not end
 * before the last. The end of a batch is forwarded once. Thread-safe.
 */
final class Announcements implements BatchListener {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BatchListener listener;
    private final Map<BatchReference, Reported> batches = new ConcurrentHashMap<>();

    Announcements(BatchListener listener) {
        this.listener = listener;
    }

    /** What was reported of one batch. */
    private static final class Reported {
        private final CompletableFuture<Boolean> submitted = new CompletableFuture<>();
        private final CompletableFuture<Boolean> lost = new CompletableFuture<>();
        private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
        private final AtomicBoolean ending = new AtomicBoolean();
        private volatile long sequence;
    }

    @Override
    public void waiting(WaitReason reason, SubmissionId submission, Optional<Holder> holder, Duration atMost) {
        listener.waiting(reason, submission, holder, atMost);
    }

    @Override
    public void on(BatchEvent event) {
        if (event instanceof BatchEvent.Refused) {
            // The command itself reports why it failed.
            return;
        }
        Optional<BatchReference> batch = event.head().batch();
        if (batch.isEmpty()) {
            listener.on(event);
            return;
        }
        Reported reported = of(batch.get());
        if (event instanceof BatchEvent.Ended && !reported.ending.compareAndSet(false, true)) {
            return;
        }
        try {
            listener.on(event);
        } finally {
            reported.sequence = event.head().sequence();
            if (event instanceof BatchEvent.Submitted) {
                reported.submitted.complete(true);
            } else if (event instanceof BatchEvent.Lost) {
                reported.lost.complete(true);
            } else if (event instanceof BatchEvent.Ended) {
                reported.ended.complete(true);
            }
        }
    }

    /** Returns when it was reported that the engine has the batch. An interrupt takes effect in the next wait. */
    void awaitSubmitted(QmasterBatch batch, Timekeeper time) {
        try {
            time.await(of(batch.reference()).submitted, Deadline.after(PATIENCE, time));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when it was reported that the batch is lost. */
    void awaitLost(QmasterBatch batch, Timekeeper time) throws InterruptedException {
        time.await(of(batch.reference()).lost, Deadline.after(PATIENCE, time));
    }

    /** Returns when the end was reported, or when it is known that none will be. */
    void awaitEnded(QmasterBatch batch, Timekeeper time) throws InterruptedException {
        time.await(of(batch.reference()).ended, Deadline.after(PATIENCE, time));
    }

    /** Returns when the end was reported. It is the only event of a batch that had ended before it was attached. */
    void awaitEnded(QmasterBatch batch, BatchResult result, boolean overBefore, Timekeeper time)
            throws InterruptedException {
        Reported reported = of(batch.reference());
        if (overBefore || !time.await(reported.ended, Deadline.after(PATIENCE, time))) {
            Optional<SubmissionId> submission = batch.submissionId();
            Map<String, String> labels =
                    batch.order().map(order -> order.labels()).orElse(Map.of());
            on(new BatchEvent.Ended(
                    new BatchEvent.Head(
                            submission, Optional.of(batch.reference()), reported.sequence + 1, time.now(), labels),
                    result));
            // Its own event may have arrived at the same moment.
            time.await(reported.ended, Deadline.after(PATIENCE, time));
        }
    }

    /** Forgets a batch whose end was reported, for programs that report many. */
    void forget(QmasterBatch batch) {
        batches.remove(batch.reference());
    }

    private Reported of(BatchReference batch) {
        return batches.computeIfAbsent(batch, any -> new Reported());
    }
}
