package io.qmaster.domain.internal;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Lets a limited number of calls through at once, the others in the order in which they came. Thread-safe. */
final class Gate {
    private final Timekeeper time;
    private final int most;
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int inside;

    Gate(Timekeeper time, int most) {
        this.time = time;
        this.most = most;
    }

    /**
     * Waits for its turn. Whoever gets it must {@link #leave}.
     *
     * @return whether its turn came by the deadline
     * @throws InterruptedException if the thread was interrupted; it has no turn then
     */
    boolean enter(Deadline deadline) throws InterruptedException {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        synchronized (waiting) {
            if (inside < most) {
                inside++;
                return true;
            }
            waiting.addLast(turn);
        }
        boolean in = false;
        try {
            in = time.await(turn, deadline);
        } finally {
            if (!in) {
                withdraw(turn);
            }
        }
        return in;
    }

    /** Passes the turn on. */
    void leave() {
        CompletableFuture<Void> next;
        synchronized (waiting) {
            next = waiting.pollFirst();
            if (next == null) {
                inside--;
                return;
            }
        }
        next.complete(null);
    }

    private void withdraw(CompletableFuture<Void> turn) {
        boolean waited;
        synchronized (waiting) {
            waited = waiting.removeIf(other -> other == turn);
        }
        if (!waited) {
            // Its turn came at the very moment.
            leave();
        }
    }
}
