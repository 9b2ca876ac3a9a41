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

    @Option(
            names = "--stable-for",
            paramLabel = "D",
            description =
                    "A source that was changed within the last 10 s must stay unchanged for so long. Default: 2s.")
    private @Nullable String stableFor;

    @Option(
            names = "--stable-timeout",
            paramLabel = "D",
            description = "Wait so long for a source that still changes. Default: it is refused at once.")
    private @Nullable String stableTimeout;

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            description = "So much must be free on the volume of every output and of the journal, such as 20G. Default:"
                    + " 0.")
    private @Nullable String minFree;

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
        flags.put(Key.STABLE_FOR, stableFor);
        flags.put(Key.STABLE_TIMEOUT, stableTimeout);
        flags.put(Key.MIN_FREE, minFree);
        return flags.said();
    }
}
