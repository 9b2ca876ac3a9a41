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
 * Passes events on, and knows which have been told: events come on other threads, and the program must not end before the
 * last. The end of a batch is passed on once. Safe for threads.
 */
final class Announcements implements BatchListener {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BatchListener listener;
    private final Map<BatchReference, Told> batches = new ConcurrentHashMap<>();

    Announcements(BatchListener listener) {
        this.listener = listener;
    }

    /** What was told of one batch. */
    private static final class Told {
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
        Told told = of(batch.get());
        if (event instanceof BatchEvent.Ended && !told.ending.compareAndSet(false, true)) {
            return;
        }
        try {
            listener.on(event);
        } finally {
            told.sequence = event.head().sequence();
            if (event instanceof BatchEvent.Submitted) {
                told.submitted.complete(true);
            } else if (event instanceof BatchEvent.Lost) {
                told.lost.complete(true);
            } else if (event instanceof BatchEvent.Ended) {
                told.ended.complete(true);
            }
        }
    }

    /** Returns when it was told that the engine has the batch. An interruption is left to who waits next. */
    void awaitSubmitted(QmasterBatch batch, Timekeeper time) {
        try {
            time.await(of(batch.reference()).submitted, Deadline.after(PATIENCE, time));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when it was told that the batch is lost. */
    void awaitLost(QmasterBatch batch, Timekeeper time) throws InterruptedException {
        time.await(of(batch.reference()).lost, Deadline.after(PATIENCE, time));
    }

    /** Returns when the end was told, or no end comes. */
    void awaitEnded(QmasterBatch batch, Timekeeper time) throws InterruptedException {
        time.await(of(batch.reference()).ended, Deadline.after(PATIENCE, time));
    }

    /** Returns when the end was told. Of a batch that was over before it was attached nobody tells but we. */
    void awaitEnded(QmasterBatch batch, BatchResult result, boolean overBefore, Timekeeper time)
            throws InterruptedException {
        Told told = of(batch.reference());
        if (overBefore || !time.await(told.ended, Deadline.after(PATIENCE, time))) {
            Optional<SubmissionId> submission = batch.submissionId();
            Map<String, String> labels =
                    batch.order().map(order -> order.labels()).orElse(Map.of());
            on(new BatchEvent.Ended(
                    new BatchEvent.Head(
                            submission, Optional.of(batch.reference()), told.sequence + 1, time.now(), labels),
                    result));
            // Its own event may have come at the same moment.
            time.await(told.ended, Deadline.after(PATIENCE, time));
        }
    }

    private Told of(BatchReference batch) {
        return batches.computeIfAbsent(batch, any -> new Told());
    }
}
