package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Never ends. */
final class Hanging {
    private Hanging() {}

    static void forEver(Timekeeper time, boolean ignoresTermination) throws InterruptedException {
        if (ignoresTermination) {
            // Java runs this when it is asked to end, and waits for it.
            Runtime.getRuntime().addShutdownHook(new Thread(Hanging::neverReturn, "ignores-termination"));
        }
        time.await(new CompletableFuture<>(), Deadline.NEVER);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static void neverReturn() {
        while (true) {
            LockSupport.park();
        }
    }
}
