package io.qmaster.domain.internal;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.Subscription;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The subscription of a listener, with the executor that runs it. Thread-safe. */
public final class Listening implements Subscription {
    private final BatchListener listener;
    private final Executor executor;
    private final Consumer<Listening> whenCancelled;
    private volatile boolean cancelled;

    /** Creates an active subscription. */
    public Listening(BatchListener listener, Executor executor, Consumer<Listening> whenCancelled) {
        this.listener = listener;
        this.executor = executor;
        this.whenCancelled = whenCancelled;
    }

    /** The same for a function that receives every event. */
    public Listening(Consumer<BatchEvent> consumer, Executor executor, Consumer<Listening> whenCancelled) {
        this(listener(consumer), executor, whenCancelled);
    }

    /** A listener that passes every event to a function. */
    public static BatchListener listener(Consumer<BatchEvent> consumer) {
        return new BatchListener() {
            @Override
            public void on(BatchEvent event) {
                consumer.accept(event);
            }
        };
    }

    /** The listener. */
    public BatchListener listener() {
        return listener;
    }

    /** The executor that runs it. */
    public Executor executor() {
        return executor;
    }

    /** Delivers an event, unless the subscription was cancelled. */
    public void deliver(BatchEvent event) {
        if (!cancelled) {
            listener.on(event);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        whenCancelled.accept(this);
    }
}
