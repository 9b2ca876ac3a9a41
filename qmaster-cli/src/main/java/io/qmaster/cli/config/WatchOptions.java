package io.qmaster.cli.config;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a batch is watched. */
public final class WatchOptions {
    @Option(
            names = "--poll",
            paramLabel = "D",
            description = "The polling interval. Default: starts at 1s and backs off to 30s.")
    Optional<Duration> poll = Optional.empty();

    @Option(
            names = "--lost-after",
            paramLabel = "D",
            defaultValue = "90s",
            description = "How long a batch must be missing from the list to count as lost. Default: ${DEFAULT-VALUE}.")
    Duration lostAfter = Duration.ZERO;

    @Option(
            names = "--status-timeout",
            paramLabel = "D",
            defaultValue = "60s",
            description = "How long one status query may take. Default: ${DEFAULT-VALUE}.")
    Duration statusTimeout = Duration.ZERO;

    @Option(
            names = "--output-grace",
            paramLabel = "D",
            defaultValue = "30s",
            description = "How long to wait for an output after its batch has ended. Default: ${DEFAULT-VALUE}.")
    Duration outputGrace = Duration.ZERO;

    /** The option that {@code submit} accepts only with {@code --wait}. */
    public static final class Stall {
        /** The name of the option. */
        public static final String NAME = "--stall-after";

        @Option(
                names = NAME,
                paramLabel = "D",
                defaultValue = "30m",
                description = "With --wait: how long a running batch may be without progress before a stall is"
                        + " reported. Default: ${DEFAULT-VALUE}.")
        Duration after = Duration.ZERO;
    }
}
