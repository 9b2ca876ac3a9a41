package io.qmaster.cli.command;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The status of several batches. They are queried together, once for each cluster, so that a cluster that does not
 * answer affects only its own batches. If the engine cannot list its batches they are queried one by one, each with its
 * own timeout.
 */
final class StatusAnswers {
    /** After this number of consecutive queries without an answer, the engine is considered to hang. */
    private static final int MOST_UNANSWERED = 2;

    private final Qmaster qmaster;
    private final Timekeeper time;
    private final Duration patience;
    private final Map<BatchReference, BatchStatus> found = new HashMap<>();
    private final Map<BatchReference, QmasterException> failures = new HashMap<>();

    private StatusAnswers(Invocation invocation, Qmaster qmaster) {
        this.qmaster = qmaster;
        this.time = invocation.time();
        this.patience = invocation.policy().statusTimeout();
    }

    /** Queries the batches. {@link #of} throws the failures. */
    static StatusAnswers to(Invocation invocation, Qmaster qmaster, Collection<BatchReference> batches)
            throws InterruptedException {
        StatusAnswers answers = new StatusAnswers(invocation, qmaster);
        Map<Cluster, Set<BatchReference>> byCluster = new LinkedHashMap<>();
        batches.forEach(batch -> byCluster
                .computeIfAbsent(batch.cluster(), cluster -> new LinkedHashSet<>())
                .add(batch));
        for (Set<BatchReference> ofCluster : byCluster.values()) {
            if (ofCluster.size() == 1 || canList(invocation)) {
                answers.query(ofCluster);
            } else {
                answers.queryEach(ofCluster);
            }
        }
        return answers;
    }

    private static boolean canList(Invocation invocation) {
        try {
            return invocation.backend().capabilities().contains(Capability.LIST);
        } catch (QmasterException notNow) {
            // The query reports the failure once.
            return true;
        }
    }

    private void query(Set<BatchReference> batches) throws InterruptedException {
        try {
            found.putAll(qmaster.find(batches));
        } catch (QmasterException failed) {
            batches.forEach(batch -> failures.put(batch, failed));
        }
    }

    private void queryEach(Set<BatchReference> batches) throws InterruptedException {
        int unanswered = 0;
        for (BatchReference batch : batches) {
            if (unanswered == MOST_UNANSWERED) {
                failures.put(batch, notQueried(batch));
                continue;
            }
            long begin = time.elapsedNanos();
            query(Set.of(batch));
            boolean ranOut = failures.containsKey(batch) && time.elapsedNanos() - begin >= patience.toNanos();
            unanswered = ranOut ? unanswered + 1 : 0;
            failures.computeIfPresent(batch, StatusAnswers::naming);
        }
    }

    private static QmasterException naming(BatchReference batch, QmasterException failed) {
        if (!(failed instanceof StatusException)) {
            return failed;
        }
        Failure named = failure(
                failed.code(),
                "the status of the batch " + batch + " could not be read: " + failed.getMessage(),
                failed.hint(),
                batch);
        return new StatusException(failed.isRetryable() ? named.worthRetrying() : named);
    }

    private static StatusException notQueried(BatchReference batch) {
        return new StatusException(failure(
                        "STATUS_NOT_ASKED",
                        "the status of the batch " + batch + " was not queried, since the engine did not answer the "
                                + MOST_UNANSWERED + " queries before",
                        "run it again for this batch; see `qmaster doctor` if that fails, too",
                        batch)
                .worthRetrying());
    }

    private static Failure failure(String code, String message, String hint, BatchReference batch) {
        return Failure.withoutSubmission(code, message).hint(hint).of(batch).withoutFate();
    }

    /**
     * The status of one of them; empty if it is not known.
     *
     * @throws QmasterException if its query failed
     */
    Optional<BatchStatus> of(BatchReference batch) {
        QmasterException failed = failures.get(batch);
        if (failed != null) {
            throw failed;
        }
        return Optional.ofNullable(found.get(batch));
    }
}
