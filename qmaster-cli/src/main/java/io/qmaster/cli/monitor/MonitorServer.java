package io.qmaster.cli.monitor;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.domain.Failure;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.net.BindException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Serves the page. Thread-safe. */
public final class MonitorServer implements AutoCloseable {
    /** For requests other than streams. */
    private static final int THREADS = 16;

    private static final int IDLE_SECONDS = 30;
    private static final int BACKLOG = 64;

    static {
        // The server of the JDK reads them once. Without them a request may take any time and size, and each small
        // answer waits for the acknowledgement of the one before.
        setDefault("sun.net.httpserver.maxReqTime", "10");
        setDefault("sun.net.httpserver.maxReqHeaderSize", "16384");
        setDefault("sun.net.httpserver.maxReqHeaders", "100");
        setDefault("sun.net.httpserver.nodelay", "true");
        setDefault("jdk.httpserver.maxConnections", "256");
    }

    private final ListenAddress address;
    private final HttpServer server;
    private final ExecutorService threads;
    private final EventStreams streams;

    private MonitorServer(ListenAddress address, HttpServer server, ExecutorService threads, EventStreams streams) {
        this.address = address;
        this.server = server;
        this.threads = threads;
        this.streams = streams;
    }

    /**
     * What is served.
     *
     * @param live what the page shows of them
     * @param refresh makes the page show the result of an action soon
     * @param forRequest refreshes for a request about a batch that is not shown
     * @param metrics gives the text of {@code /metrics} in the format of Prometheus, on any thread; empty for none
     */
    public record Served(
            Farm farm,
            LiveBatches live,
            Runnable refresh,
            Refresh forRequest,
            String version,
            String backend,
            Optional<Supplier<String>> metrics) {}

    /** Brings what is shown up to date, as far as that may be done now, and returns afterwards. */
    @FunctionalInterface
    public interface Refresh {
        void run() throws InterruptedException;
    }

    /**
     * Starts to listen.
     *
     * @param token what a browser must give; empty if none is needed
     * @throws CommandFailure if the address cannot be listened on
     */
    public static MonitorServer start(ListenAddress address, Optional<AccessToken> token, Served served) {
        HttpServer server = bound(address);
        AtomicInteger number = new AtomicInteger();
        int most = THREADS + EventStreams.MOST;
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "monitor " + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        EventStreams streams = new EventStreams(() -> new Changes(served.live(), served.farm()::now), served.refresh());
        PageFiles files = new PageFiles();
        HttpContext everything = server.createContext(
                "/",
                new Site(
                        files,
                        served.live(),
                        served.forRequest(),
                        streams,
                        new Actions(served.farm(), served.refresh()),
                        new Site.About(served.version(), served.backend()),
                        token,
                        served.metrics()));
        everything.getFilters().add(new Gate(address.names(), token, withoutToken(files)));
        server.setExecutor(threads);
        server.start();
        return new MonitorServer(address, server, threads, streams);
    }

    /** The page itself, and where the token is given. */
    private static Set<String> withoutToken(PageFiles files) {
        Set<String> paths = new HashSet<>(files.paths());
        paths.add(Site.LOGIN);
        return Set.copyOf(paths);
    }

    private static HttpServer bound(ListenAddress address) {
        try {
            return HttpServer.create(address.socket(), BACKLOG);
        } catch (BindException taken) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    Failure.withoutSubmission(
                                    "ADDRESS_NOT_FREE",
                                    "cannot listen on " + address.host() + ":"
                                            + address.socket().getPort() + ": " + Reason.of(taken))
                            .hint("if a monitor runs there already, open "
                                    + address.url(address.socket().getPort())
                                    + "; otherwise choose another port, such as --listen 127.0.0.1:0 for any"
                                    + " free one"));
        } catch (IOException failed) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    Failure.withoutSubmission(
                                    "ADDRESS_NOT_FREE", "cannot listen on " + address.host() + ": " + Reason.of(failed))
                            .hint("choose another address with --listen"));
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The URL of the page. */
    public String url() {
        return address.url(server.getAddress().getPort());
    }

    /** How many pages are open. */
    public int pages() {
        return streams.size();
    }

    /** Ends all connections, and no longer listens. */
    @Override
    public void close() {
        streams.close();
        threads.shutdownNow();
        server.stop(0);
    }
}
