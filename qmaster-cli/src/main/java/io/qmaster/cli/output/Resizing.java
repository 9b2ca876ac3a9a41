package io.qmaster.cli.output;

import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jline.utils.Signals;

/**
 * Notices that the terminal was resized, or that others may have written on it while this program was stopped. Dragging the
 * edge of a window resizes it many times a second: nothing should be drawn meanwhile, because a drawing for another width
 * cannot be erased. Thread-safe.
 */
final class Resizing {
    private static final Duration SETTLED = Duration.ofMillis(500);

    private final Timekeeper time;
    private final Runnable whenSettled;
    private final Runnable whenContinued;
    private final AtomicLong resizes = new AtomicLong();
    private volatile long settled;

    /**
     * Starts listening.
     *
     * @param whenSettled runs when a series of resizes has ended
     * @param whenContinued runs when the program continues after it was stopped: a shell has written on the terminal since
     */
    Resizing(Timekeeper time, Runnable whenSettled, Runnable whenContinued) {
        this.time = time;
        this.whenSettled = whenSettled;
        this.whenContinued = whenContinued;
    }

    /** Begins to listen. */
    void listen() {
        // Handling these signals changes nothing else: the kernel continues the process before it delivers CONT.
        Signals.register("WINCH", this::resized);
        Signals.register("CONT", () -> {
            whenContinued.run();
            resized();
        });
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
