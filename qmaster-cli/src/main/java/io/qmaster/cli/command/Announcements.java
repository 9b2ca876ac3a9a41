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
 * Records and prints events, and knows which have been reported: events arrive on other threads, and the program must not
 * end before the last. The end of a batch is reported once. Thread-safe.
 */
final class Announcements implements BatchListener {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BatchListener recording;
    private final BatchListener printing;
    private final Map<BatchReference, Reported> batches = new ConcurrentHashMap<>();
    private boolean printingEnded;

    /**
     * Creates one without events.
     *
     * @param recording gets every event
     * @param printing gets the same events afterwards, until {@link #endPrinting}
     */
    Announcements(BatchListener recording, BatchListener printing) {
        this.recording = recording;
        this.printing = printing;
    }

    /** What was reported of one batch. */
    private static final class Reported {
        private final CompletableFuture<Boolean> submitted = new CompletableFuture<>();
        private final CompletableFuture<Boolean> lost = new CompletableFuture<>();
        private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
        private final AtomicBoolean ending = new AtomicBoolean();
        private volatile long sequence;
        private Optional<BatchEvent> unprinted = Optional.empty();
    }

    @Override
    public void waiting(WaitReason reason, SubmissionId submission, Optional<Holder> holder, Duration atMost) {
        printing.waiting(reason, submission, holder, atMost);
    }

    @Override
    public void on(BatchEvent event) {
        if (event instanceof BatchEvent.Refused) {
            // The command itself reports why it failed.
            return;
        }
        Optional<BatchReference> batch = event.head().batch();
        if (batch.isEmpty()) {
            recording.on(event);
            print(event, Optional.empty());
            return;
        }
        Reported reported = of(batch.get());
        if (event instanceof BatchEvent.Ended && !reported.ending.compareAndSet(false, true)) {
            return;
        }
        try {
            recording.on(event);
            print(event, batch.map(this::of));
        } finally {
            reported.sequence = Math.max(reported.sequence, event.head().sequence());
            if (event instanceof BatchEvent.Submitted) {
                reported.submitted.complete(true);
            } else if (event instanceof BatchEvent.Lost) {
                reported.lost.complete(true);
            } else if (event instanceof BatchEvent.Ended) {
                reported.ended.complete(true);
            }
        }
    }

    private synchronized void print(BatchEvent event, Optional<Reported> batch) {
        if (!printingEnded) {
            printing.on(event);
        } else if (event instanceof BatchEvent.Ended) {
            batch.ifPresent(reported -> reported.unprinted = Optional.of(event));
        }
    }

    /** Prints no further event, except the ends that are still waited for. Returns when the last one is printed. */
    synchronized void endPrinting() {
        printingEnded = true;
    }

    /** Whether the end of a batch is printed, or about to be. */
    boolean isEnding(QmasterBatch batch) {
        return of(batch.reference()).ending.get();
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
        Reported reported = of(batch.reference());
        time.await(reported.ended, Deadline.after(PATIENCE, time));
        synchronized (this) {
            reported.unprinted.ifPresent(printing::on);
            reported.unprinted = Optional.empty();
        }
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
