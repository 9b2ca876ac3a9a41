package io.qmaster.cli.command;

import io.qmaster.cli.config.Key;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a batch is watched. */
final class WatchOptions {
    @Option(
            names = "--poll",
            paramLabel = "D",
            description = "Ask so often. Default: after 1s, then more and more seldom up to 30s.")
    private @Nullable String poll;

    @Option(
            names = "--lost-after",
            paramLabel = "D",
            description = "A batch out of sight for so long is lost. Default: 90s.")
    private @Nullable String lostAfter;

    @Option(
            names = "--status-timeout",
            paramLabel = "D",
            description = "A question for status may take so long. Default: 60s.")
    private @Nullable String statusTimeout;

    @Option(
            names = "--output-grace",
            paramLabel = "D",
            description = "An output may take so long to show up behind the end of its batch. Default: 30s.")
    private @Nullable String outputGrace;

    Map<Key, String> flags() {
        Flags flags = new Flags();
        flags.put(Key.POLL, poll);
        flags.put(Key.LOST_AFTER, lostAfter);
        flags.put(Key.STATUS_TIMEOUT, statusTimeout);
        flags.put(Key.OUTPUT_GRACE, outputGrace);
        return flags.said();
    }
}
