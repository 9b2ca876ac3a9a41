package io.qmaster.cli.command;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The status of several batches, queried once for each cluster, so that one that does not answer fails only its own. */
final class StatusAnswers {
    private final Map<BatchReference, BatchStatus> found = new HashMap<>();
    private final Map<Cluster, QmasterException> failures = new HashMap<>();

    private StatusAnswers() {}

    /** Queries them. What fails is thrown by {@link #of}. */
    static StatusAnswers to(Qmaster qmaster, Collection<BatchReference> batches) throws InterruptedException {
        StatusAnswers answers = new StatusAnswers();
        Map<Cluster, Set<BatchReference>> byCluster = new LinkedHashMap<>();
        batches.forEach(batch -> byCluster
                .computeIfAbsent(batch.cluster(), cluster -> new LinkedHashSet<>())
                .add(batch));
        for (Map.Entry<Cluster, Set<BatchReference>> asked : byCluster.entrySet()) {
            try {
                answers.found.putAll(qmaster.find(asked.getValue()));
            } catch (QmasterException failed) {
                answers.failures.put(asked.getKey(), failed);
            }
        }
        return answers;
    }

    /**
     * The status of one of them; empty if it is not known.
     *
     * @throws QmasterException if the query for its cluster failed
     */
    Optional<BatchStatus> of(BatchReference batch) {
        QmasterException failed = failures.get(batch.cluster());
        if (failed != null) {
            throw failed;
        }
        return Optional.ofNullable(found.get(batch));
    }
}
