package io.qmaster.domain.internal.watch;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs tasks in order, one at a time, on an executor. Thread-safe. */
final class SerialQueue {
    private final Executor threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    SerialQueue(Executor threads) {
        this.threads = threads;
    }

    void post(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        threads.execute(this::drain);
    }

    private void drain() {
        boolean empty = false;
        try {
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
            }
            empty = true;
        } finally {
            if (!empty) {
                // A task threw: the following ones must still run.
                threads.execute(this::drain);
            }
        }
    }

    private @Nullable Runnable next() {
        synchronized (tasks) {
            Runnable task = tasks.poll();
            running = task != null;
            return task;
        }
    }
}
