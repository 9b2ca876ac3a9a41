package io.qmaster.cli.command;

import io.qmaster.cli.output.SimilarNames;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The names of the clusters that the backend and the journal know, and which of them a mistyped name probably means.
 */
final class ClusterNames {
    /** How long the backend may take to list its clusters; a submission does not wait longer for a suggestion. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How far back the journal is read, and how many of its submissions at most. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private static final int MOST_SUBMISSIONS = 200;

    private final Invocation invocation;

    ClusterNames(Invocation invocation) {
        this.invocation = invocation;
    }

    /** Warns on stderr if a cluster is unknown, but its name resembles that of a known one. */
    void warnOfMistake(Cluster cluster) throws InterruptedException {
        if (cluster instanceof Cluster.Named named) {
            meant(named.name())
                    .map(meant -> "no cluster named \"" + named.name() + "\" is known; did you mean \"" + meant + "\"?")
                    .ifPresent(message -> invocation.warn(message, Optional.empty()));
        }
    }

    private Optional<String> meant(String name) throws InterruptedException {
        Set<String> known = known();
        return known.contains(name) ? Optional.empty() : SimilarNames.nearest(name, known);
    }

    /** All names; fewer if the backend or the journal does not answer. */
    Set<String> known() throws InterruptedException {
        Set<String> names = new TreeSet<>();
        names.add(Cluster.THIS_COMPUTER_NAME);
        try {
            names.addAll(invocation.backend().statusSource().clusterNames(Deadline.after(PATIENCE, invocation.time())));
            names.addAll(used());
        } catch (QmasterException notNow) {
            // It is only a suggestion: the submission reports what is wrong.
            return names;
        }
        return names;
    }

    /** Clusters to which batches were submitted before. */
    private Set<String> used() {
        Set<String> names = new TreeSet<>();
        try (Stream<JournalEntry> ended =
                invocation.journal().ended(invocation.time().now().minus(REMEMBERED))) {
            Stream.concat(invocation.journal().open().stream(), ended)
                    .limit(MOST_SUBMISSIONS)
                    .filter(entry -> entry.submitted().isPresent())
                    .map(JournalEntry::order)
                    .map(BatchOrder::cluster)
                    .filter(Cluster.Named.class::isInstance)
                    .map(Cluster::displayName)
                    .forEach(names::add);
        }
        return names;
    }
}
