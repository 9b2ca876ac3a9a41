package io.qmaster.domain.port;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobId;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.UnsupportedByEngineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Queries the status of batches. Implemented by authors of backends. Thread-safe; every method returns within its
 * deadline plus one second.
 *
 * <p>Maps the status texts of its engine to states: {@link io.qmaster.domain.StatusText} has both. An unknown text is
 * {@link io.qmaster.domain.BatchState#UNKNOWN}, which is never final; listeners are notified of it.
 */
public interface StatusSource {
    /**
     * Queries the status of some batches together.
     *
     * @return the batches that the engine lists; a batch that it does not list is missing from the map, which is not a
     *     failure
     * @throws StatusException if the query failed: no answer in time, or an unreadable one
     * @throws InterruptedException if the thread was interrupted
     */
    Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline) throws InterruptedException;

    /**
     * Queries the status of every batch, including those of other users.
     *
     * @return the batches, oldest first, as far as the engine gives their order
     * @throws UnsupportedByEngineException without {@link Capability#LIST}; nothing was started
     * @throws StatusException if the query failed
     * @throws InterruptedException if the thread was interrupted
     */
    List<BatchStatus> list(Deadline deadline) throws InterruptedException;

    /**
     * Finds the batch of a job. By default it is looked for in {@link #list}, which may not contain jobs that have not
     * started.
     *
     * @return empty if no listed batch has the job
     * @throws UnsupportedByEngineException without {@link Capability#LIST}; nothing was started
     * @throws StatusException if the query failed
     * @throws InterruptedException if the thread was interrupted
     */
    default Optional<BatchReference> batchOf(JobId job, Deadline deadline) throws InterruptedException {
        return list(deadline).stream()
                .filter(status -> status.job(job).isPresent())
                .map(BatchStatus::batch)
                .findFirst();
    }

    /**
     * The names of known clusters, to detect a mistyped one. The set may be incomplete.
     *
     * @return the names; empty by default
     * @throws StatusException if the query failed
     * @throws InterruptedException if the thread was interrupted
     */
    default Set<String> clusterNames(Deadline deadline) throws InterruptedException {
        return Set.of();
    }

    /**
     * Queries one batch and returns the literal answer, readable or not, with secrets masked.
     *
     * @return empty if the engine's answer is not text, which is the default
     * @throws StatusException if the engine could not be queried
     * @throws InterruptedException if the thread was interrupted
     */
    default Optional<RawAnswer> rawAnswer(BatchReference batch, Deadline deadline) throws InterruptedException {
        return Optional.empty();
    }
}
