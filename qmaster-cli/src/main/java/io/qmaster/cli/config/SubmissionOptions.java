package io.qmaster.cli.config;

import io.qmaster.domain.Priority;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a batch is submitted. */
public final class SubmissionOptions {
    @Option(
            names = "--priority",
            paramLabel = "P",
            defaultValue = "low",
            description = "low, medium or high. Default: ${DEFAULT-VALUE}.")
    Priority priority = Priority.LOW;

    @Option(
            names = "--submit-timeout",
            paramLabel = "D",
            defaultValue = "600s",
            description = "Timeout for all attempts to submit together. Default: ${DEFAULT-VALUE}.")
    Duration submitTimeout = Duration.ZERO;

    @Option(
            names = "--settle-timeout",
            paramLabel = "D",
            defaultValue = "90s",
            description = "How long to look for a batch whose submission did not answer. Default: ${DEFAULT-VALUE}.")
    Duration settleTimeout = Duration.ZERO;

    @Option(
            names = "--fallback",
            paramLabel = "RULE",
            defaultValue = "unavailable",
            description =
                    "unavailable: This Computer is used instead of a cluster that is not available. never: it is not."
                            + " Default: ${DEFAULT-VALUE}.")
    Fallback fallback = Fallback.UNAVAILABLE;

    @Option(names = "--no-fallback", description = "Short for --fallback never.")
    boolean noFallback;

    @Option(
            names = "--min-free",
            paramLabel = "SIZE",
            defaultValue = "0",
            converter = Sizes.class,
            description = "Free space required on the volumes of the outputs and of the journal, such as 20G. Default:"
                    + " ${DEFAULT-VALUE}.")
    long minFree;

    /** Whether This Computer may be used instead of a cluster. */
    enum Fallback {
        NEVER,
        UNAVAILABLE
    }

    /** Those of these that mean something else where files arrive in folders. */
    public static final class Stability {
        @Option(
                names = "--stable-for",
                paramLabel = "D",
                defaultValue = "2s",
                description = "How long a source that was changed within the last 10 s must stay unchanged. Default:"
                        + " ${DEFAULT-VALUE}.")
        Duration stableFor = Duration.ZERO;

        @Option(
                names = "--stable-timeout",
                paramLabel = "D",
                description = "How long to wait for a source that still changes. Default: it is refused at once.")
        Optional<Duration> stableTimeout = Optional.empty();
    }
}
