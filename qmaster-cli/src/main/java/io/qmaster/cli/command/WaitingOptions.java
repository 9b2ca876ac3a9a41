package io.qmaster.cli.command;

import io.qmaster.cli.config.WatchOptions;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.WaitLimits;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether and how long {@code submit} waits for the end. */
final class WaitingOptions {
    @Option(names = "--wait", description = "Wait for the end, and show the progress. A Mac stays awake meanwhile.")
    private boolean waits;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            description = "With --wait: cancel the batch if it has not ended after this time, such as 90s, 10m, 1h30m.")
    private Optional<Duration> timeout = Optional.empty();

    @Option(names = "--queue-timeout", paramLabel = "D", description = "The same for waiting in the queue.")
    private Optional<Duration> queueTimeout = Optional.empty();

    @Option(names = "--run-timeout", paramLabel = "D", description = "The same for being processed, without pauses.")
    private Optional<Duration> runTimeout = Optional.empty();

    @Option(names = "--hold-timeout", paramLabel = "D", description = "The same for being paused.")
    private Optional<Duration> holdTimeout = Optional.empty();

    @Option(names = "--detach-on-timeout", description = "Leave the batch running when one of these timeouts expires.")
    private boolean detachOnTimeout;

    @Mixin
    final WatchOptions.Stall stall = new WatchOptions.Stall();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--cancel-on-stall", description = "With --wait: cancel the batch when it stalls.")
    private boolean cancelOnStall;

    @Option(
            names = "--verify",
            description =
                    "With --wait: check with ffprobe (on the PATH, QMASTER_FFPROBE, or that of the distribution) that"
                            + " codec, frame size and duration of every output match setting and source. If not, the"
                            + " batch failed.")
    private boolean verify;

    @Option(names = "--detach-on-interrupt", description = "With --wait: Ctrl-C leaves the batch running.")
    private boolean detachOnInterrupt;

    /** @throws CommandFailure if the options contradict each other */
    void check() {
        boolean limited =
                timeout.isPresent() || queueTimeout.isPresent() || runTimeout.isPresent() || holdTimeout.isPresent();
        boolean limitsStalls = command.commandLine().getParseResult().hasMatchedOption(WatchOptions.Stall.NAME);
        if (!waits && (limited || detachOnTimeout || limitsStalls || cancelOnStall || verify || detachOnInterrupt)) {
            throw CommandFailure.usage(
                    "options such as --timeout and --verify need --wait", "add --wait, or leave them out");
        }
        if (detachOnTimeout && !limited) {
            throw CommandFailure.usage("--detach-on-timeout needs a timeout", "add one, or leave it out");
        }
    }

    boolean waits() {
        return waits;
    }

    boolean verifies() {
        return verify;
    }

    /** The time limit for everything, including the submission. */
    Optional<Duration> timeout() {
        return timeout;
    }

    /** The limits, given the rest of the time limit for everything. */
    WaitLimits limits(Optional<Duration> left) {
        return new WaitLimits(left, queueTimeout, runTimeout, holdTimeout, !detachOnTimeout, cancelOnStall);
    }

    boolean cancelsOnInterrupt() {
        return waits && !detachOnInterrupt;
    }
}
