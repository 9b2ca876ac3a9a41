package io.qmaster.domain.internal;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Holder;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Subscription;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the code of callers: listeners, and what is attached to completions. Each listener of all batches has its own
 * executor, as do the listeners of single batches together and the completions together, so that none of them delays
 * another or a poll. Thread-safe.
 */
public final class Callbacks {
    private static final System.Logger LOG = System.getLogger("io.qmaster.domain");
    private static final int OF_EACH_LISTENER = 4;
    private static final int OF_SINGLE_BATCHES = 8;
    private static final int OF_COMPLETIONS = 4;

    private final Timekeeper time;
    private final Optional<Executor> given;
    private final List<Listening> listeners = new CopyOnWriteArrayList<>();
    private final Executor ofSingleBatches;
    private final Executor ofCompletions;
    private final Set<Thread> delivering = Collections.newSetFromMap(new ConcurrentHashMap<>());
    private int outstanding;
    private CompletableFuture<Void> delivered = CompletableFuture.completedFuture(null);

    /**
     * Creates the callbacks of one {@link io.qmaster.domain.Qmaster}.
     *
     * @param given the executor of the caller, used instead if present
     */
    public Callbacks(Timekeeper time, Optional<Executor> given) {
        this.time = time;
        this.given = given;
        this.ofSingleBatches = executor(OF_SINGLE_BATCHES);
        this.ofCompletions = executor(OF_COMPLETIONS);
    }

    /** Adds a listener of all batches, including those already watched. */
    public Subscription add(BatchListener listener) {
        Listening listening = new Listening(listener, executor(OF_EACH_LISTENER), listeners::remove);
        listeners.add(listening);
        return listening;
    }

    /** The current listeners of all batches. */
    public List<Listening> listeners() {
        return List.copyOf(listeners);
    }

    /** Notifies the listeners of all batches, on this thread, that a call waits for another process. */
    public void waiting(
            BatchListener.WaitReason why, SubmissionId submission, Optional<Holder> holder, Duration atMost) {
        for (Listening listening : listeners) {
            try {
                listening.listener().waiting(why, submission, holder, atMost);
            } catch (RuntimeException | Error thrown) {
                warn(thrown);
            }
        }
    }

    /** Delivers an event that belongs to no watched batch to the listeners of all batches. */
    public void publish(BatchEvent event) {
        for (Listening listening : listeners) {
            listening.executor().execute(() -> {
                try {
                    listening.deliver(event);
                } catch (RuntimeException | Error thrown) {
                    warn(thrown);
                }
            });
        }
    }

    private static void warn(Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, "a listener failed: " + Reason.withPath(thrown), thrown);
    }

    /** The executor of the listeners of single batches. */
    public Executor ofSingleBatches() {
        return ofSingleBatches;
    }

    /** Completes a stage of callers, and runs what they attached to it. */
    void deliver(Runnable completion) {
        Runnable counted = counted(completion);
        ofCompletions.execute(() -> {
            delivering.add(Thread.currentThread());
            try {
                counted.run();
            } finally {
                delivering.remove(Thread.currentThread());
            }
        });
    }

    /** Wraps a task so that {@link #awaitDelivered} waits for it. */
    public synchronized Runnable counted(Runnable task) {
        if (outstanding == 0) {
            delivered = new CompletableFuture<>();
        }
        outstanding++;
        return () -> {
            try {
                task.run();
            } finally {
                done();
            }
        };
    }

    private void done() {
        CompletableFuture<Void> all;
        synchronized (this) {
            outstanding--;
            if (outstanding > 0) {
                return;
            }
            all = delivered;
        }
        all.complete(null);
    }

    /**
     * Waits until every pending stage has completed. Returns at once on a thread that is completing one, which would
     * wait for itself.
     */
    public void awaitDelivered(Deadline deadline) throws InterruptedException {
        CompletableFuture<Void> all;
        synchronized (this) {
            all = delivered;
        }
        if (!delivering.contains(Thread.currentThread())) {
            time.await(all, deadline);
        }
    }

    void journalUnwritten(
            SubmissionId submission, Optional<BatchReference> batch, Map<String, String> labels, String reason) {
        BatchEvent.Head head = new BatchEvent.Head(Optional.of(submission), batch, 0, time.now(), labels);
        publish(new BatchEvent.JournalUnwritten(head, reason));
    }

    private Executor executor(int atOnce) {
        Executor own = time.executor(atOnce);
        return given.<Executor>map(theirs -> task -> execute(theirs, own, task)).orElse(own);
    }

    /** Runs tasks that the caller's executor refuses, for whatever reason, on our executor: this thread may hold locks. */
    private static void execute(Executor theirs, Executor own, Runnable task) {
        AtomicBoolean begun = new AtomicBoolean();
        try {
            theirs.execute(() -> {
                begun.set(true);
                task.run();
            });
        } catch (RuntimeException | OutOfMemoryError refused) {
            if (begun.get()) {
                warn(refused);
            } else {
                own.execute(task);
            }
        }
    }
}
