package io.qmaster.cli.monitor;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The streams of server-sent events: a limited number, each with a thread of its own. A browser that reads slowly gets fewer,
 * larger changes; one that reads nothing for long is dropped. Thread-safe.
 */
final class EventStreams implements AutoCloseable {
    /** The most pages that can be open. */
    static final int MOST = 64;

    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    private final Supplier<Changes> changes;
    private final Runnable refresh;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> daemon(task, "monitor stream"));
    private final ScheduledExecutorService guard =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "monitor guard"));
    private final ScheduledFuture<?> watch;

    /**
     * None is open.
     *
     * @param changes gives what a new page is sent
     * @param refresh is run when a page is opened, which may be the first for long
     */
    EventStreams(Supplier<Changes> changes, Runnable refresh) {
        this.changes = changes;
        this.refresh = refresh;
        watch = guard.scheduleWithFixedDelay(
                () -> open.forEach(EventStream::endIfStuck),
                LONGEST_WRITE.toSeconds(),
                LONGEST_WRITE.toSeconds() / 2,
                TimeUnit.SECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** How many are open. */
    int size() {
        return open.size();
    }

    /** Answers a request with a stream, and returns at once. */
    void begin(HttpExchange exchange) throws IOException {
        EventStream stream = new EventStream(exchange);
        if (!add(stream)) {
            exchange.getResponseHeaders().set("Retry-After", String.valueOf(BEAT.toSeconds()));
            Reply.refuse(
                    exchange,
                    Reply.BUSY,
                    "TOO_MANY_PAGES",
                    MOST + " pages of the monitor are open",
                    "close one of them");
            return;
        }
        threads.execute(stream);
        refresh.run();
    }

    private synchronized boolean add(EventStream stream) {
        return open.size() < MOST && open.add(stream);
    }

    /** Ends all streams. */
    @Override
    public void close() {
        watch.cancel(true);
        guard.shutdownNow();
        threads.shutdownNow();
    }

    /** One stream. */
    private final class EventStream implements Runnable {
        private final HttpExchange exchange;
        private volatile Thread thread = Thread.currentThread();
        private volatile long writingSince;

        EventStream(HttpExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
                exchange.sendResponseHeaders(Reply.OK, 0);
                send(exchange.getResponseBody());
            } catch (IOException gone) {
                // The browser has closed the page, or the network is gone.
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            } finally {
                open.remove(this);
                exchange.close();
            }
        }

        private void send(OutputStream out) throws IOException, InterruptedException {
            Changes news = changes.get();
            while (true) {
                write(out, news.next(BEAT));
            }
        }

        private void write(OutputStream out, String message) throws IOException {
            writingSince = System.nanoTime();
            try {
                out.write(message.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } finally {
                writingSince = 0;
            }
        }

        /** An interrupt closes the connection of a thread that is writing. */
        void endIfStuck() {
            long since = writingSince;
            if (since != 0 && System.nanoTime() - since > LONGEST_WRITE.toNanos()) {
                thread.interrupt();
            }
        }
    }
}
