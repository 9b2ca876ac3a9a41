package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Ending;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Promise;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.finish.BatchFailures;
import io.qmaster.domain.internal.finish.Finishing;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends one watched batch exactly once, in spite of any failure. Guarded by the lock of the batch. */
final class BatchEnding {
    private final QmasterContext context;
    private final Timekeeper time;
    private final WatchedBatch batch;
    private final Waiters waiters;
    private final BatchFailures failures;
    private final BatchLog log;
    private final Consumer<BatchResult> announced;
    private Optional<BatchResult> result = Optional.empty();
    private Runnable whenOver = () -> {};
    private @Nullable Alarm checking;
    private @Nullable BatchStatus ending;
    /** Created at the end, since thousands of batches may be watched. */
    private @Nullable Finishing finishing;

    private @Nullable Deadline concludeUntil;
    private @Nullable RuntimeException unwritten;
    private boolean over;

    /**
     * Creates the ending of a batch that has not ended.
     *
     * @param announced notifies the listeners of the end
     */
    BatchEnding(
            QmasterContext context,
            WatchedBatch batch,
            Waiters waiters,
            BatchFailures failures,
            BatchLog log,
            Consumer<BatchResult> announced) {
        this.context = context;
        this.time = context.backend().timekeeper();
        this.batch = batch;
        this.waiters = waiters;
        this.failures = failures;
        this.log = log;
        this.announced = announced;
    }

    Optional<BatchResult> result() {
        return result;
    }

    boolean hasBegun() {
        return over || checking != null;
    }

    /** Sets a task that runs once when the batch is no longer watched. */
    void whenOver(Runnable task) {
        whenOver = task;
    }

    /** Ends a batch whose result is in the journal, without a query. */
    void remembered(BatchResult known) {
        result = Optional.of(known);
        over = true;
        waiters.current().keepAtOnce(outcomeOf(known));
    }

    /** Stops polling the batch. */
    void abandon() {
        over = true;
        whenOver.run();
    }

    /** Ends the watching. Returns the promise of the remaining waits, or null if it has already ended. */
    @Nullable
    Promise close() {
        if (over) {
            return null;
        }
        over = true;
        if (checking != null) {
            checking.cancel();
        }
        return waiters.current();
    }

    /** Starts the end of a batch in a final state: outputs are checked. */
    void begin(BatchStatus status) {
        waiters.waitAgain();
        log.info("the engine says " + PollResults.words(status));
        // Reads the journal and moves files, which may take long, so it runs without the lock.
        ending = status;
        Finishing begun = new Finishing(context, batch, log);
        finishing = begun;
        checking = time.schedule(Duration.ZERO, concluding(() -> begun.of(status)));
    }

    /** Handles any exception of a step: the batch must end, or waits for it would never end. */
    private Runnable concluding(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException | Error thrown) {
                synchronized (batch) {
                    concludeAgain(thrown);
                }
            }
        };
    }

    private void concludeAgain(Throwable thrown) {
        BatchStatus status = ending;
        Finishing begun = finishing;
        if (over || status == null || begun == null) {
            return;
        }
        log.warn("the outputs could not be checked: " + Reason.withPath(thrown));
        if (concludeUntil == null) {
            concludeUntil = Deadline.after(context.policy().outputGrace(), time);
        }
        if (!concludeUntil.hasPassed(time)) {
            later(context.policy().outputLook(), () -> begun.of(status));
            return;
        }
        log.error("the end could not be determined: " + Reason.withPath(thrown));
        over = true;
        time.schedule(Duration.ZERO, whenOver);
        waiters.fail(() -> failures.inconclusive(thrown));
    }

    /** Continues after a pause, unless the batch is no longer watched. */
    void later(Duration pause, Runnable step) {
        if (!over) {
            checking = time.schedule(pause, concluding(step));
        }
    }

    /** Ends the batch with a result. */
    void endAs(BatchResult ended, boolean remembers) {
        if (over) {
            return;
        }
        over = true;
        result = Optional.of(ended);
        ended.targets().stream()
                .filter(output -> output.fault().isPresent())
                .forEach(output -> log.error(BatchFailures.words(output)));
        if (ended.state() == BatchState.FAILED) {
            log.error("failed: "
                    + (ended.status().state() == BatchState.FAILED
                            ? BatchFailures.engineReason(ended)
                            : ended.status()
                                    .reason()
                                    .orElseGet(() -> failures.failed(ended).reason())));
        }
        try {
            if (remembers) {
                batch.order().ifPresent(known -> remember(known, ended));
            }
            announced.accept(ended);
        } finally {
            complete(ended);
        }
    }

    private void complete(BatchResult ended) {
        // After the listeners, and without the lock.
        Runnable forget = whenOver;
        Promise waiting = waiters.current();
        time.schedule(Duration.ZERO, context.callbacks().counted(() -> {
            forget.run();
            waiting.keep(outcomeOf(ended));
        }));
    }

    private void remember(BatchOrder known, BatchResult ended) {
        try {
            context.journal()
                    .ended(
                            known.submissionId(),
                            new Ending(
                                    Ending.How.FINAL,
                                    ended.status().reason().orElse(""),
                                    Optional.of(ended),
                                    time.now()));
        } catch (RuntimeException failed) {
            unwritten = failed;
            log.warn("the end could not be written to the journal: " + failed.getMessage());
        }
    }

    /** Throws the failure to write the end to the journal, if there was one. */
    void requireWritten() {
        if (unwritten != null) {
            throw unwritten;
        }
    }

    private Supplier<BatchResult> outcomeOf(BatchResult ended) {
        return () -> switch (ended.state()) {
            case SUCCESSFUL -> ended;
            case CANCELLED -> throw failures.cancelled(ended);
            default -> throw failures.failed(ended);
        };
    }
}
