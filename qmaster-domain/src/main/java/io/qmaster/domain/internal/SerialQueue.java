package io.qmaster.domain.internal;

import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Runs tasks one after the other in the order they came, on threads of the timekeeper. Safe for threads. */
final class SerialQueue {
    private final Timekeeper time;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    SerialQueue(Timekeeper time) {
        this.time = time;
    }

    void post(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        time.schedule(Duration.ZERO, this::drain);
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
                // A task threw: those behind it still have their turn.
                time.schedule(Duration.ZERO, this::drain);
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
