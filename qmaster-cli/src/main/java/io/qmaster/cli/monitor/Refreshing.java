package io.qmaster.cli.monitor;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/**
 * Refreshes what the page shows: often while a page is open, rarely otherwise, and less often if the engine answers slowly,
 * which has other work to do. Thread-safe; one thread runs it.
 */
public final class Refreshing {
    /** The engine answers the monitor for at most one part in so many of the time. */
    private static final int SHARE = 4;

    private final LiveBatches live;
    private final Timekeeper time;
    private final Duration often;
    private final Duration rarely;
    private volatile CompletableFuture<Boolean> wake = new CompletableFuture<>();

    /**
     * Refreshes at a pace.
     *
     * @param often the shortest pause between two queries while a page is open
     * @param rarely the pause while none is open
     */
    public Refreshing(LiveBatches live, Timekeeper time, Duration often, Duration rarely) {
        this.live = live;
        this.time = time;
        this.often = often;
        this.rarely = rarely;
    }

    /** Refreshes at once, or again if that is being done. */
    public void soon() {
        wake.complete(true);
    }

    /**
     * Refreshes until the thread is interrupted.
     *
     * @param pages how many pages are open
     */
    public void run(IntSupplier pages) throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            CompletableFuture<Boolean> next = new CompletableFuture<>();
            wake = next;
            long begin = time.elapsedNanos();
            live.refresh();
            Duration took = Duration.ofNanos(time.elapsedNanos() - begin);
            Duration pause = pages.getAsInt() == 0 ? rarely : longer(often, took.multipliedBy(SHARE - 1));
            time.await(next, Deadline.after(pause, time));
        }
        throw new InterruptedException("interrupted");
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
