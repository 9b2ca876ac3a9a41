package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Priority;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which batches are meant, by where they run and how soon; {@code --cluster} counts only on the command line. */
final class PlaceFilter {
    @Option(
            names = "--priority",
            paramLabel = "P",
            description = "Only batches with this priority: low, medium or high.")
    private Optional<Priority> priority = Optional.empty();

    /** Whether nothing was said. */
    boolean isEmpty(Configuration configuration) {
        return priority.isEmpty() && !configuration.namesClusterByFlag();
    }

    /** Narrows a filter to what was said. */
    HistoryFilter applyTo(HistoryFilter filter, Configuration configuration) {
        HistoryFilter narrowed = configuration.namesClusterByFlag() ? filter.cluster(configuration.cluster()) : filter;
        return priority.isPresent() ? narrowed.priority(priority.get()) : narrowed;
    }
}
