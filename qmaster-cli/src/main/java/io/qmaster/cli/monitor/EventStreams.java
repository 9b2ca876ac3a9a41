package io.qmaster.cli.monitor;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The streams of server-sent events: a limited number, each in the thread of its request. A browser that reads slowly gets
 * fewer, larger changes; one that reads nothing for long is dropped. Thread-safe.
 */
final class EventStreams implements AutoCloseable {
    /** The most pages that can be open. */
    static final int MOST = 64;

    private static final Duration BEAT = Duration.ofSeconds(5);
    /** A browser is dropped that has read nothing for so long, at most twice as long. */
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

    private final Supplier<Changes> changes;
    private final Runnable refresh;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService guard = Executors.newSingleThreadScheduledExecutor(EventStreams::daemon);
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
                this::dropStuck, LONGEST_WRITE.toSeconds(), LONGEST_WRITE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Drops the browsers that have not read since the last time what was sent to them then. */
    void dropStuck() {
        open.forEach(EventStream::endIfStuck);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "monitor guard");
        thread.setDaemon(true);
        return thread;
    }

    /** How many are open. */
    int size() {
        return open.size();
    }

    /**
     * Answers a request with a stream, until the browser closes it.
     *
     * @throws IOException if the connection is gone. The server must see it: it goes on counting a connection that is only
     *     closed, and answers none when it counts too many
     */
    void send(HttpExchange exchange) throws IOException, InterruptedException {
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
        try {
            refresh.run();
            stream.send();
        } finally {
            open.remove(stream);
        }
    }

    private synchronized boolean add(EventStream stream) {
        return open.size() < MOST && open.add(stream);
    }

    /** Drops no more browsers. The streams end with the threads of their requests. */
    @Override
    public void close() {
        watch.cancel(true);
        guard.shutdownNow();
    }

    /** One stream. */
    private final class EventStream {
        private final HttpExchange exchange;
        private final Thread thread = Thread.currentThread();
        private boolean writing;
        /** Whether it was already writing the same when it was looked at the last time. */
        private boolean slow;

        EventStream(HttpExchange exchange) {
            this.exchange = exchange;
        }

        void send() throws IOException, InterruptedException {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(Reply.OK, 0);
            OutputStream out = exchange.getResponseBody();
            Changes news = changes.get();
            while (true) {
                write(out, news.next(BEAT));
            }
        }

        private void write(OutputStream out, String message) throws IOException {
            writes(true);
            try {
                out.write(message.getBytes(StandardCharsets.UTF_8));
                out.flush();
            } finally {
                writes(false);
            }
        }

        private synchronized void writes(boolean now) {
            writing = now;
            slow = false;
        }

        /** An interrupt closes the connection of a thread that is writing. */
        synchronized void endIfStuck() {
            if (slow) {
                thread.interrupt();
            }
            slow = writing;
        }
    }
}
