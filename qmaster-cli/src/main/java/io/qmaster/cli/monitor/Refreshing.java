package io.qmaster.cli.monitor;

import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;

/**
 * Refreshes what the page shows: often while a page is open, rarely otherwise, and less often if the engine answers slowly,
 * which has other work to do. Thread-safe; one thread runs it.
 */
public final class Refreshing {
    /** The engine answers the monitor for at most one part in so many of the time. */
    private static final int SHARE = 4;
    /** The most requests that wait for a refresh. */
    private static final int MOST_WAITING = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LiveBatches live;
    private final Timekeeper time;
    private final Duration often;
    private final Duration rarely;
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private volatile CompletableFuture<Boolean> wake = new CompletableFuture<>();
    /** Completes with the next refresh that begins. */
    private CompletableFuture<Boolean> refreshed = new CompletableFuture<>();

    private boolean isWaitedFor;
    /** From the start, since the first refresh needs no request. */
    private boolean isRefreshing = true;

    private long nextForRequest;

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
     * Refreshes for a request about a batch that is not shown, and returns afterwards. All such requests together cause as many
     * refreshes as an open page. Returns without one if many requests wait, or after 20 seconds.
     */
    public void forRequest() throws InterruptedException {
        if (!places.tryAcquire()) {
            return;
        }
        try {
            time.await(awaited(), Deadline.after(PATIENCE, time));
        } finally {
            places.release();
        }
    }

    /** Asks for a refresh, and returns what completes after it. */
    synchronized CompletableFuture<Boolean> awaited() {
        isWaitedFor = true;
        if (!isRefreshing) {
            CompletableFuture<Boolean> next = wake;
            long left = Math.max(0, nextForRequest - time.elapsedNanos());
            time.schedule(Duration.ofNanos(left), () -> next.complete(true));
        }
        return refreshed;
    }

    /**
     * Refreshes until the thread is interrupted.
     *
     * @param pages how many pages are open
     */
    public void run(IntSupplier pages) throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            CompletableFuture<Boolean> next = new CompletableFuture<>();
            CompletableFuture<Boolean> done = begin(next);
            long begin = time.elapsedNanos();
            live.refresh();
            done.complete(true);
            Duration took = Duration.ofNanos(time.elapsedNanos() - begin);
            Duration shortest = longer(often, took.multipliedBy(SHARE - 1));
            boolean isHurried = end(shortest) || pages.getAsInt() > 0;
            time.await(next, Deadline.after(isHurried ? shortest : rarely, time));
        }
        throw new InterruptedException("interrupted");
    }

    private synchronized CompletableFuture<Boolean> begin(CompletableFuture<Boolean> next) {
        wake = next;
        isRefreshing = true;
        isWaitedFor = false;
        CompletableFuture<Boolean> done = refreshed;
        refreshed = new CompletableFuture<>();
        return done;
    }

    /** Returns whether a request that arrived during the refresh waits for another one. */
    private synchronized boolean end(Duration shortest) {
        isRefreshing = false;
        nextForRequest = time.elapsedNanos() + shortest.toNanos();
        return isWaitedFor;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
