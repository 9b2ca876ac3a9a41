package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Makes a program hang. */
final class Hanging {
    private Hanging() {}

    /** Ignores the signal TERM. */
    static void ignoreTermination() {
        // Java waits for this hook when it is terminated.
        Runtime.getRuntime().addShutdownHook(new Thread(Hanging::neverReturn, "ignores-termination"));
    }

    static void forEver(Timekeeper time) throws InterruptedException {
        time.await(new CompletableFuture<>(), Deadline.NEVER);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void neverReturn() {
        while (true) {
            LockSupport.park();
        }
    }
}
