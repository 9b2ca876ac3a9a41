package io.qmaster.domain.internal;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Limits the number of concurrent calls. Further calls wait in order. Thread-safe. */
final class CallLimit {
    private final Timekeeper time;
    private final int most;
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private int inside;

    CallLimit(Timekeeper time, int most) {
        this.time = time;
        this.most = most;
    }

    /**
     * Waits for a turn. A caller that gets it must call {@link #leave}.
     *
     * @return whether it got a turn by the deadline
     * @throws InterruptedException if the thread was interrupted; then it has no turn
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

    /** Passes the turn to the next waiting call. */
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
            // It got the turn meanwhile.
            leave();
        }
    }
}
