package io.qmaster.domain.standard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A stage on virtual time. A thread that blocked on it would stop the time that must pass before it completes, so
 * blocking calls fail. Thread-safe.
 */
final class VirtualStage<T> extends CompletableFuture<T> {
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new VirtualStage<>();
    }

    /** A copy: completing it does not complete this stage. */
    @Override
    public CompletionStage<T> minimalCompletionStage() {
        return copy();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        requireDone();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException {
        requireDone();
        return super.get();
    }

    @Override
    public T join() {
        requireDone();
        return super.join();
    }

    private void requireDone() {
        if (!isDone()) {
            throw new IllegalStateException(
                    "virtual time passes only while a thread waits for it, so this call would block"
                            + " indefinitely: call QmasterBatch.await(), or advance the VirtualClock first");
        }
    }
}
