package io.qmaster.cli.command;

import io.qmaster.cli.config.Key;
import io.qmaster.cli.output.CommandFailure;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a batch is submitted. */
final class SubmissionOptions {
    @Option(names = "--priority", paramLabel = "P", description = "low, medium or high. Default: low.")
    private @Nullable String priority;

    @Option(
            names = "--submit-timeout",
            paramLabel = "D",
            description = "For all attempts to submit together. Default: 600s.")
    private @Nullable String submitTimeout;

    @Option(
            names = "--settle-timeout",
            paramLabel = "D",
            description = "How long to look for a batch whose submission did not answer. Default: 90s.")
    private @Nullable String settleTimeout;

    @Option(
            names = "--fallback",
            paramLabel = "RULE",
            description =
                    "unavailable: This Computer stands in for a cluster that is not available. never: it does not."
                            + " Default: unavailable.")
    private @Nullable String fallback;

    @Option(names = "--no-fallback", description = "Short for --fallback never.")
    private boolean noFallback;

    Map<Key, String> flags() {
        if (noFallback && fallback != null && !fallback.equals("never")) {
            throw CommandFailure.usage(
                    "--no-fallback and --fallback " + fallback + " contradict each other", "choose one");
        }
        Flags flags = new Flags();
        flags.put(Key.PRIORITY, priority);
        flags.put(Key.SUBMIT_TIMEOUT, submitTimeout);
        flags.put(Key.SETTLE_TIMEOUT, settleTimeout);
        flags.put(Key.FALLBACK, noFallback ? "never" : fallback);
        return flags.said();
    }
}
