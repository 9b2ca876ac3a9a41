package io.qmaster.domain.feed;

import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a run that have not ended, and the purpose of each. {@link #all} and {@link #wake} are thread-safe;
 * the other methods are for the thread that feeds.
 */
final class RunningBatches<T> {
    private final Timekeeper time;
    private final Map<BatchReference, QmasterBatch> running = new LinkedHashMap<>();
    private final Map<BatchReference, T> purposes = new LinkedHashMap<>();
    private final Queue<Completion> completions = new ConcurrentLinkedQueue<>();
    private volatile CompletableFuture<Boolean> changed;

    RunningBatches(Timekeeper time) {
        this.time = time;
        this.changed = time.newStage();
    }

    private record Completion(
            QmasterBatch batch,
            @Nullable BatchResult result,
            @Nullable Throwable failure) {}

    /**
     * A batch that has ended.
     *
     * @param result its result; empty if that is not known
     * @param failure its failure; empty if it was successful
     */
    record End<T>(QmasterBatch batch, T purpose, Optional<BatchResult> result, Optional<QmasterException> failure) {}

    /** Prepares to wait: any change from now on ends the next {@link #await}. */
    void prepare() {
        changed = time.newStage();
    }

    /** Waits until a batch ends or {@link #wake} is called. */
    void await(Deadline deadline) throws InterruptedException {
        time.await(changed, deadline);
    }

    void wake() {
        changed.complete(true);
    }

    /** The purpose of a batch that was added before. */
    Optional<T> purposeOf(QmasterBatch batch) {
        return Optional.ofNullable(purposes.get(batch.reference()));
    }

    /**
     * Adds a batch, or gives it another purpose if it was added before.
     *
     * @return whether it is new
     */
    boolean add(QmasterBatch batch, T purpose) {
        boolean isNew;
        synchronized (running) {
            isNew = running.put(batch.reference(), batch) == null;
        }
        purposes.put(batch.reference(), purpose);
        return isNew;
    }

    /** Records the end of a batch, as soon as it is delivered. */
    void watch(QmasterBatch batch) {
        batch.completion().whenComplete((result, failure) -> {
            completions.add(new Completion(batch, result, failure));
            wake();
        });
    }

    /** Records the batches that have ended, also those whose end is not delivered yet. */
    void collectEnded() {
        all().stream()
                .filter(batch -> batch.completion().toCompletableFuture().isDone())
                .forEach(this::watch);
    }

    /** The next batch that has ended, each once; empty if there is none now. */
    Optional<End<T>> nextEnd() {
        for (Completion next = completions.poll(); next != null; next = completions.poll()) {
            BatchReference reference = next.batch().reference();
            synchronized (running) {
                running.remove(reference);
            }
            T purpose = purposes.remove(reference);
            if (purpose != null) {
                Optional<QmasterException> failure =
                        Optional.ofNullable(next.failure()).map(RunningBatches::qmasterFailure);
                Optional<BatchResult> result =
                        Optional.ofNullable(next.result()).or(() -> failure.flatMap(RunningBatches::result));
                return Optional.of(new End<>(next.batch(), purpose, result, failure));
            }
        }
        return Optional.empty();
    }

    List<QmasterBatch> all() {
        synchronized (running) {
            return List.copyOf(running.values());
        }
    }

    int number() {
        synchronized (running) {
            return running.size();
        }
    }

    /** The purposes of the batches. */
    Stream<T> purposes() {
        return purposes.values().stream();
    }

    private static QmasterException qmasterFailure(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof QmasterException known) {
            return known;
        }
        throw new IllegalStateException(cause);
    }

    private static Optional<BatchResult> result(QmasterException failure) {
        if (failure instanceof BatchFailedException failed) {
            return Optional.of(failed.result());
        }
        return failure instanceof BatchCancelledException cancelled
                ? Optional.of(cancelled.result())
                : Optional.empty();
    }
}
