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
 * The outcome that waiters of one batch wait for. Each of them gets the result, or an exception of its own. What callers
 * attach to a stage delays nobody who waits. Thread-safe.
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

    /** Done as soon as there is an {@link #outcome}. Never given to callers. */
    public CompletableFuture<Void> kept() {
        return kept;
    }

    public boolean isKept() {
        return kept.isDone();
    }

    /**
     * The result.
     *
     * @throws io.qmaster.domain.QmasterException if waiting failed, a new one at every call
     */
    public BatchResult outcome() {
        Supplier<BatchResult> known = known();
        if (known == null) {
            throw new IllegalStateException("there is no outcome yet");
        }
        return known.get();
    }

    /** A stage that ends with the outcome, and which callers cannot complete. */
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

    /** Ends the stages of callers, and then every wait. Does nothing the second time. */
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

    /** The outcome was known before anybody could wait for it. */
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
