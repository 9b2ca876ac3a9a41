package io.qmaster.cli.command;

import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.HistoryFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that choose batches by their properties. */
final class FilterOptions {
    @Option(names = "--state", paramLabel = "S", description = "Only batches in this state. Repeatable.")
    private List<BatchState> states = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "D",
            description = "Only batches that were submitted from here within this time, such as 2h.")
    private Optional<Duration> since = Optional.empty();

    @Option(names = "--name", paramLabel = "TEXT", description = "Only batches with this text in their name.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--label", paramLabel = "K=V", description = "Only batches with this label. Repeatable.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = "Only the batches that were submitted under this request id.")
    private Optional<String> requestId = Optional.empty();

    /** Whether none of these options was given. */
    boolean isEmpty() {
        return states.isEmpty() && since.isEmpty() && name.isEmpty() && labels.isEmpty() && requestId.isEmpty();
    }

    /** Adds these options to a filter. */
    HistoryFilter applyTo(HistoryFilter filter, Instant now) {
        HistoryFilter narrowed = filter.states(Set.copyOf(states)).labels(pairs(labels));
        if (since.isPresent()) {
            narrowed = narrowed.since(now.minus(since.get()));
        }
        if (name.isPresent()) {
            narrowed = narrowed.named(name.get());
        }
        return requestId.isPresent() ? narrowed.requestId(requestId.get()) : narrowed;
    }

    /**
     * The labels that were given as {@code K=V}.
     *
     * @throws CommandFailure if one of them has no key and value, or a key is given twice
     */
    static Map<String, String> pairs(List<String> labels) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String label : labels) {
            int sign = label.indexOf('=');
            if (sign <= 0) {
                throw CommandFailure.usage("the label \"" + label + "\" is not of the form K=V", "write --label K=V");
            }
            if (pairs.put(label.substring(0, sign), label.substring(sign + 1)) != null) {
                throw CommandFailure.usage(
                        "the label \"" + label.substring(0, sign) + "\" was given twice", "give each label once");
            }
        }
        return pairs;
    }
}
