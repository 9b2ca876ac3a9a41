package io.qmaster.cli.output;

import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jline.utils.Signals;

/**
 * Notices that the terminal was resized, or that others have written on it while this program was stopped. A window whose edge is
 * dragged is resized many times a second: nothing should be drawn until that is over, since what is drawn for another width cannot
 * be erased. Thread-safe.
 */
final class Resizing {
    private static final Duration SETTLED = Duration.ofMillis(500);

    private final Timekeeper time;
    private final Runnable whenSettled;
    private final AtomicLong resizes = new AtomicLong();
    private volatile long settled;

    /**
     * Notices it from now on.
     *
     * @param whenSettled is run when it is over
     */
    Resizing(Timekeeper time, Runnable whenSettled) {
        this.time = time;
        this.whenSettled = whenSettled;
    }

    /** Begins to listen. */
    void listen() {
        // Neither signal does anything else to a program: the kernel goes on with it before it hears of CONT.
        Signals.register("WINCH", this::resized);
        Signals.register("CONT", this::resized);
    }

    /** Whether it is not being resized. */
    boolean isSettled() {
        return settled == resizes.get();
    }

    private void resized() {
        long mine = resizes.incrementAndGet();
        time.schedule(SETTLED, () -> {
            if (mine == resizes.get()) {
                settled = mine;
                whenSettled.run();
            }
        });
    }
}
