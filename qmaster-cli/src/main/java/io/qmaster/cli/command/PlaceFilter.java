package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Priority;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that choose batches by cluster and priority; {@code --cluster} counts only on the command line. */
final class PlaceFilter {
    @Option(
            names = "--priority",
            paramLabel = "P",
            description = "Only batches with this priority: low, medium or high.")
    private Optional<Priority> priority = Optional.empty();

    /** Whether none of these options was given. */
    boolean isEmpty(Configuration configuration) {
        return priority.isEmpty() && !configuration.namesClusterByFlag();
    }

    /** Adds these options to a filter. */
    HistoryFilter applyTo(HistoryFilter filter, Configuration configuration) {
        HistoryFilter narrowed = configuration.namesClusterByFlag() ? filter.cluster(configuration.cluster()) : filter;
        return priority.isPresent() ? narrowed.priority(priority.get()) : narrowed;
    }
}
