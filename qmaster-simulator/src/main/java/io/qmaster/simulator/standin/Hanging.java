package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Never ends. */
final class Hanging {
    private Hanging() {}

    /** Ignores the signal TERM from now on. */
    static void ignoreTermination() {
        // Java runs this when it is asked to end, and waits for it.
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
