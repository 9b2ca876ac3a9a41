package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.FeedLines;
import io.qmaster.domain.feed.FeedOrder;
import io.qmaster.domain.feed.Feeder;
import io.qmaster.domain.port.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options for submitting sources in several batches. */
final class FeedOptions {
    private static final Duration LOOK = Duration.ofSeconds(5);

    @Option(
            names = "--per-batch",
            paramLabel = "N",
            description = "Submit several batches of N sources each. Default: one batch, as far as an argument list can"
                    + " hold it.")
    private Optional<Integer> perBatch = Optional.empty();

    @Option(
            names = "--ahead",
            paramLabel = "N",
            description = "Have at most N batches of this run in the engine; the others wait here. Default: no limit.")
    private Optional<Integer> ahead = Optional.empty();

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "The order of the sources: given, name, oldest or smallest (first). Default: given.")
    private Optional<FeedOrder> order = Optional.empty();

    @Option(
            names = "--wait-for-volume",
            paramLabel = "D",
            description = "When the volume of a source or an output is gone, submit nothing and wait this long for it,"
                    + " instead of setting its sources aside.")
    private Optional<Duration> waitForVolume = Optional.empty();

    /** Whether any of these options was given. */
    boolean isWanted() {
        return perBatch.isPresent() || ahead.isPresent() || order.isPresent() || waitForVolume.isPresent();
    }

    /** @throws CommandFailure if a number is less than 1 */
    void check() {
        check("--per-batch", perBatch);
        check("--ahead", ahead);
    }

    private static void check(String name, Optional<Integer> number) {
        if (number.filter(given -> given < 1).isPresent()) {
            throw CommandFailure.usage(name + " must be 1 or more, not " + number.get(), "see `qmaster submit --help`");
        }
    }

    /** Waits for folders of sources that are missing: their files cannot be listed before. */
    void awaitFolders(List<Path> folders, Invocation invocation, Map<String, String> labels)
            throws InterruptedException {
        if (waitForVolume.isEmpty()) {
            return;
        }
        invocation.interruption().arm();
        Deadline limit = Deadline.after(waitForVolume.get(), invocation.time());
        FeedLines lines = new FeedLines(invocation.console(), invocation.time(), labels);
        for (Path folder : folders) {
            boolean isMissing = Files.notExists(folder);
            if (isMissing) {
                lines.volumeMissing(folder);
            }
            while (Files.notExists(folder) && !limit.hasPassed(invocation.time())) {
                Duration rest = limit.remaining(invocation.time());
                invocation.time().pause(rest.compareTo(LOOK) < 0 ? rest : LOOK);
            }
            if (isMissing && !Files.notExists(folder)) {
                lines.volumeBack(folder);
            }
        }
    }

    void applyTo(Feeder.Builder feeder) {
        perBatch.ifPresent(feeder::perBatch);
        ahead.ifPresent(feeder::ahead);
        order.ifPresent(feeder::order);
        waitForVolume.ifPresent(feeder::waitForVolume);
    }
}
