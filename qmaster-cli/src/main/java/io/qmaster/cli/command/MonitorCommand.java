package io.qmaster.cli.command;

import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.metrics.Metrics;
import io.qmaster.cli.monitor.AccessToken;
import io.qmaster.cli.monitor.Farm;
import io.qmaster.cli.monitor.ListenAddress;
import io.qmaster.cli.monitor.LiveBatches;
import io.qmaster.cli.monitor.MonitorServer;
import io.qmaster.cli.monitor.Refreshing;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.Documents;
import io.qmaster.cli.output.EventDocuments;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.webhook.Notifications;
import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a page with the batches, until it is interrupted. */
@Command(
        name = "monitor",
        description = "Serves a live web page with all batches, what needs attention first: their jobs, progress, log,"
                + " commands and outputs, and buttons to cancel, pause, resume and retry them.",
        footer = {
            "",
            "It prints the URL of the page, and runs until it is terminated (exit code 143) or interrupted (130)."
                    + " Every",
            "batch is left running. The page shows what the engine lists, and what the journal has of the last day.",
            "",
            "By default only this computer can open the page, without a token. At any other address a token is",
            "needed: a random text in a file that only its owner can read. The connection is not encrypted.",
            "",
            "Examples:",
            "  qmaster monitor",
            "  (umask 077; openssl rand -hex 32 > token)",
            "  qmaster monitor --listen 0.0.0.0:8383 --token-file token"
        })
final class MonitorCommand implements Task {
    private static final String LISTEN = "--listen";

    @Option(
            names = LISTEN,
            paramLabel = "ADDRESS:PORT",
            defaultValue = "127.0.0.1:8383",
            description = "The address and port to listen on; port 0 is any free one. Default: ${DEFAULT-VALUE}.")
    private String listen = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the token that a browser must give, which only its owner may read. Needed for"
                    + " an address that other computers can reach.")
    private Optional<Path> tokenFile = Optional.empty();

    @Mixin
    final WatchOptions watching = new WatchOptions();

    @Mixin
    private MetricsOptions ofMetrics = new MetricsOptions();

    @Override
    public ExitCode run(Invocation invocation) throws InterruptedException {
        ListenAddress address = ListenAddress.parse(listen);
        Optional<AccessToken> token = tokenFile.map(AccessToken::read);
        if (!address.isLoopback() && token.isEmpty()) {
            throw CommandFailure.usage(
                    LISTEN + " " + listen + " lets other computers connect, which needs a token",
                    "write one with `umask 077; openssl rand -hex 32 > token` and add --token-file token");
        }
        invocation.requireEngine();
        invocation.interruption().arm();
        Metrics metrics = invocation.metrics();
        ofMetrics.begin(invocation);
        try (Qmaster qmaster = invocation.qmaster(listener(invocation))) {
            Policy policy = invocation.policy();
            Farm farm = new Farm(
                    qmaster,
                    metrics.measured(invocation.backend()),
                    invocation.journal(),
                    policy.statusTimeout(),
                    new References(invocation)::askable);
            LiveBatches live = new LiveBatches(farm, policy.lostAfter());
            metrics.shows(live::records, live::readAt);
            Refreshing refreshing = new Refreshing(live, invocation.time(), policy.firstPoll(), policy.slowestPoll());
            MonitorServer.Served served = new MonitorServer.Served(
                    farm,
                    live,
                    refreshing::soon,
                    refreshing::forRequest,
                    version(),
                    invocation.backend().name(),
                    Optional.of(metrics::text));
            try (MonitorServer server = MonitorServer.start(address, token, served)) {
                announce(invocation.console(), server.url(), token.isPresent());
                refreshing.run(server::pages);
            }
        }
        return ExitCode.DONE;
    }

    private static void announce(Console console, String url, boolean needsToken) {
        if (console.isJson()) {
            console.answerDocument(new Documents.Listening(EventDocuments.SCHEMA, url));
            return;
        }
        console.answer(url);
        console.tell("the monitor listens; Ctrl-C ends it"
                + (needsToken ? ". Open the page and enter the token, or add #token= and the token to its URL" : ""));
    }

    /** A batch that was cancelled or submitted here is watched: its events are logged, and sent to its webhooks. */
    private static BatchListener listener(Invocation invocation) {
        Notifications notifications = invocation.notifications();
        EventLog log = new EventLog();
        return new BatchListener() {
            @Override
            public void on(BatchEvent event) {
                notifications.on(event);
                log.on(event);
            }
        };
    }

    private static String version() {
        return Optional.ofNullable(MonitorCommand.class.getPackage().getImplementationVersion())
                .orElse("");
    }
}
