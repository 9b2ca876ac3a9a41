package io.qmaster.domain.internal;

import io.qmaster.domain.BatchResult;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The future outcome of one batch. Each waiting thread gets the result or a new exception. Code that callers attach to
 * a stage delays no waiting thread. Thread-safe.
 */
public final class Promise {
    private final Timekeeper time;
    private final Callbacks callbacks;
    private final CompletableFuture<Void> kept = new CompletableFuture<>();
    private final List<CompletableFuture<BatchResult>> stages = new ArrayList<>(0);
    private @Nullable Supplier<BatchResult> outcome;

    public Promise(Timekeeper time, Callbacks callbacks) {
        this.time = time;
        this.callbacks = callbacks;
    }

    /** Completes with the {@link #outcome}. Never passed to callers. */
    public CompletableFuture<Void> kept() {
        return kept;
    }

    public boolean isKept() {
        return kept.isDone();
    }

    /**
     * The result.
     *
     * @throws io.qmaster.domain.QmasterException if waiting failed; a new one at every call
     */
    public BatchResult outcome() {
        Supplier<BatchResult> known = known();
        if (known == null) {
            throw new IllegalStateException("there is no outcome yet");
        }
        return known.get();
    }

    /** A stage that completes with the outcome, and that callers cannot complete. */
    public CompletionStage<BatchResult> stage() {
        CompletableFuture<BatchResult> stage = time.newStage();
        Supplier<BatchResult> known;
        synchronized (this) {
            known = outcome;
            if (known == null) {
                stages.add(stage);
            }
        }
        if (known != null) {
            end(stage, known);
        }
        return stage.minimalCompletionStage();
    }

    /** Completes the stages of callers, and then every wait. A second call has no effect. */
    public void keep(Supplier<BatchResult> result) {
        List<CompletableFuture<BatchResult>> waiting;
        synchronized (this) {
            if (outcome != null) {
                return;
            }
            outcome = result;
            waiting = List.copyOf(stages);
            stages.clear();
        }
        waiting.forEach(stage -> callbacks.deliver(() -> end(stage, result)));
        time.schedule(Duration.ZERO, callbacks.counted(() -> kept.complete(null)));
    }

    /** Sets an outcome that is known before any thread can wait for it. */
    public void keepAtOnce(Supplier<BatchResult> result) {
        synchronized (this) {
            outcome = result;
        }
        kept.complete(null);
    }

    private synchronized @Nullable Supplier<BatchResult> known() {
        return outcome;
    }

    private static void end(CompletableFuture<BatchResult> stage, Supplier<BatchResult> outcome) {
        try {
            stage.complete(outcome.get());
        } catch (RuntimeException | Error failure) {
            stage.completeExceptionally(failure);
        }
    }
}
