package io.qmaster.cli.monitor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Documents;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths of the monitor: the page, the stream of its changes, the details of a batch, and the actions. What reaches it has
 * passed the {@link Gate}. Thread-safe.
 */
final class Site implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Site.class);
    /** Where the token is given. */
    static final String LOGIN = "/login";

    private static final String BATCHES = "/api/batches/";
    private static final int LONGEST_TOKEN = 512;

    private final PageFiles files;
    private final LiveBatches live;
    private final MonitorServer.Refresh refresh;
    private final EventStreams streams;
    private final Actions actions;
    private final About about;
    private final Optional<AccessToken> token;
    private final Optional<Supplier<String>> metrics;

    /**
     * A site.
     *
     * @param refresh is run before a batch that is not shown is reported as missing
     * @param metrics gives the text of {@code /metrics}; empty if there is no such path
     */
    Site(
            PageFiles files,
            LiveBatches live,
            MonitorServer.Refresh refresh,
            EventStreams streams,
            Actions actions,
            About about,
            Optional<AccessToken> token,
            Optional<Supplier<String>> metrics) {
        this.files = files;
        this.live = live;
        this.refresh = refresh;
        this.streams = streams;
        this.actions = actions;
        this.about = about;
        this.token = token;
        this.metrics = metrics;
    }

    /** What the page says of the monitor. */
    record About(String version, String backend) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            answer(exchange, exchange.getRequestURI().getPath());
        } catch (QmasterException failed) {
            Reply.failure(exchange, Reply.BAD_GATEWAY, failed.failure());
        } catch (CommandFailure failed) {
            Reply.failure(exchange, Reply.BAD_GATEWAY, failed.failure());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            Reply.refuse(exchange, Reply.BUSY, "ENDING", "the monitor ends", "start it again");
        } catch (RuntimeException bug) {
            LOG.error("a request could not be answered", bug);
            Reply.refuse(
                    exchange, Reply.INTERNAL_ERROR, "INTERNAL", "internal error", "see the log of `qmaster monitor`");
        }
    }

    private void answer(HttpExchange exchange, String path) throws IOException, InterruptedException {
        boolean isChange = exchange.getRequestMethod().equals("POST");
        if (!isChange && !List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
            wrongMethod(exchange, "GET, HEAD, POST");
        } else if (isChange) {
            change(exchange, path);
        } else if (files.of(path).isPresent()) {
            PageFiles.PageFile file = files.of(path).get();
            Reply.content(exchange, Reply.OK, file.type(), file.content());
        } else if (path.equals("/events")) {
            streams.send(exchange);
        } else if (path.equals("/api/about")) {
            Reply.json(exchange, Reply.OK, about);
        } else if (path.equals("/metrics") && metrics.isPresent()) {
            Reply.content(
                    exchange,
                    Reply.OK,
                    "text/plain; version=0.0.4; charset=utf-8",
                    metrics.get().get());
        } else if (path.startsWith(BATCHES)) {
            details(exchange, path.substring(BATCHES.length()));
        } else {
            notFound(exchange);
        }
    }

    private void change(HttpExchange exchange, String path) throws IOException, InterruptedException {
        int slash = path.lastIndexOf('/');
        if (path.equals(LOGIN)) {
            logIn(exchange);
        } else if (path.startsWith(BATCHES) && slash >= BATCHES.length()) {
            Optional<Action> action = Action.of(path.substring(slash + 1));
            Optional<Row> row = action.isPresent() ? find(path.substring(BATCHES.length(), slash)) : Optional.empty();
            if (row.isPresent()) {
                actions.carryOut(exchange, action.get(), row.get());
            } else {
                notFound(exchange);
            }
        } else {
            notFound(exchange);
        }
    }

    /** Everything that is known of a batch, as {@code qmaster show --json} prints it. */
    private void details(HttpExchange exchange, String key) throws IOException, InterruptedException {
        Optional<Row> row = find(key);
        if (row.isEmpty()) {
            notFound(exchange);
            return;
        }
        Reply.json(exchange, Reply.OK, Documents.Details.of(row.get().record(), Optional.empty()));
    }

    /** Another process may have submitted the batch since the last refresh. */
    private Optional<Row> find(String key) throws InterruptedException {
        Optional<Row> row = live.find(key);
        if (row.isPresent()) {
            return row;
        }
        refresh.run();
        return live.find(key);
    }

    private void logIn(HttpExchange exchange) throws IOException {
        String given =
                new String(exchange.getRequestBody().readNBytes(LONGEST_TOKEN + 1), StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) {
            Reply.empty(exchange, Reply.NO_CONTENT);
        } else if (token.get().isRight(given)) {
            Cookies.set(exchange, token.get().cookie());
            Reply.empty(exchange, Reply.NO_CONTENT);
        } else {
            LOG.warn(
                    "a wrong token was given from {}",
                    exchange.getRemoteAddress().getAddress().getHostAddress());
            Reply.refuse(
                    exchange,
                    Reply.UNAUTHORIZED,
                    "TOKEN_WRONG",
                    "this is not the token of the monitor",
                    "it is the text in the file of --token-file");
        }
    }

    private static void wrongMethod(HttpExchange exchange, String allowed) throws IOException {
        exchange.getResponseHeaders().set("Allow", allowed);
        Reply.failure(
                exchange,
                Reply.WRONG_METHOD,
                Failure.withoutSubmission("WRONG_METHOD", "the request has a method that is not allowed")
                        .hint("use " + allowed));
    }

    private static void notFound(HttpExchange exchange) throws IOException {
        Reply.refuse(
                exchange,
                Reply.NOT_FOUND,
                "NOT_FOUND",
                "the monitor has nothing at this path",
                "it may show the batch no longer; see `qmaster list --all`");
    }
}
