package io.qmaster.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a long-running command writes its metrics. */
final class MetricsOptions {
    @Option(
            names = "--metrics-file",
            paramLabel = "FILE",
            description = "Write metrics in the text format of Prometheus to this file, every 15s and at the end. It is"
                    + " replaced in one step, and only its owner can read it.")
    private Optional<Path> file = Optional.empty();

    /** Measures from now on, if a file was named. */
    void begin(Invocation invocation) {
        file.ifPresent(invocation::writeMetrics);
    }
}
