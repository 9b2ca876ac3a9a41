package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Ending;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Promise;
import io.qmaster.domain.internal.Surroundings;
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

/** The end of one watched batch: it comes once, whatever goes wrong on the way. Guarded by the batch. */
final class BatchEnding {
    private final Surroundings around;
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
    /** Only from the end on: thousands of batches may be watched before. */
    private @Nullable Finishing finishing;

    private @Nullable Deadline concludeUntil;
    private boolean over;

    /**
     * A batch that has not ended.
     *
     * @param announced tells the listeners of the end
     */
    BatchEnding(
            Surroundings around,
            WatchedBatch batch,
            Waiters waiters,
            BatchFailures failures,
            BatchLog log,
            Consumer<BatchResult> announced) {
        this.around = around;
        this.time = around.backend().timekeeper();
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

    /** Runs something once when the batch needs no more watching. */
    void whenOver(Runnable task) {
        whenOver = task;
    }

    /** A batch whose end the journal remembers: nothing is asked any more. */
    void remembered(BatchResult known) {
        result = Optional.of(known);
        over = true;
        waiters.current().keepAtOnce(outcomeOf(known));
    }

    /** Nobody asks for the batch any more. */
    void abandon() {
        over = true;
        whenOver.run();
    }

    /** Ends the watching; the promise of those who still wait, or null if it is over. */
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

    /** The engine does nothing more. What it calls successful must be there. */
    void begin(BatchStatus status) {
        waiters.waitAgain();
        log.info("the engine says " + Sightings.words(status));
        // Reads the journal and moves files, which may take long: not under the lock.
        ending = status;
        Finishing begun = new Finishing(around, batch, log);
        finishing = begun;
        checking = time.schedule(Duration.ZERO, concluding(() -> begun.of(status)));
    }

    /** Whatever a step throws, the batch must end, or whoever waits for it waits indefinitely. */
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
            concludeUntil = Deadline.after(around.policy().outputGrace(), time);
        }
        if (!concludeUntil.hasPassed(time)) {
            later(around.policy().outputLook(), () -> begun.of(status));
            return;
        }
        log.error("the end could not be established: " + Reason.withPath(thrown));
        over = true;
        time.schedule(Duration.ZERO, whenOver);
        waiters.fail(() -> failures.inconclusive(thrown));
    }

    /** Goes on after a pause, unless the batch is not watched any more. */
    void later(Duration pause, Runnable step) {
        if (!over) {
            checking = time.schedule(pause, concluding(step));
        }
    }

    /** It has ended. */
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
        // Behind the listeners of this moment, and never under the lock.
        Runnable forget = whenOver;
        Promise waiting = waiters.current();
        time.schedule(Duration.ZERO, around.callbacks().counted(() -> {
            forget.run();
            waiting.keep(outcomeOf(ended));
        }));
    }

    private void remember(BatchOrder known, BatchResult ended) {
        try {
            around.journal()
                    .ended(
                            known.submissionId(),
                            new Ending(
                                    Ending.How.FINAL,
                                    ended.status().reason().orElse(""),
                                    Optional.of(ended),
                                    time.now()));
        } catch (RuntimeException unwritten) {
            log.warn("the end could not be written to the journal: " + unwritten.getMessage());
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
