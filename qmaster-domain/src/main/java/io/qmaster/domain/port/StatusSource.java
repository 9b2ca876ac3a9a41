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
 * What knows how batches are. Safe for threads; every method returns within its deadline plus one second.
 *
 * <p>Maps the words of its engine to states: {@link io.qmaster.domain.StatusText} holds both. A word that it does not know is
 * {@link io.qmaster.domain.BatchState#UNKNOWN}, which never ends a batch; the listeners are warned of it.
 */
public interface StatusSource {
    /**
     * Asks for some batches together.
     *
     * @return those that were seen; a batch that is not there is not in the map, and that alone is no failure
     * @throws StatusException if the question failed: no answer in time, or none that can be read
     * @throws InterruptedException if the thread was interrupted
     */
    Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline) throws InterruptedException;

    /**
     * Queries the status of every batch, including those of other users.
     *
     * @return the batches in the order of their submission, as far as the engine says it, the oldest first
     * @throws UnsupportedByEngineException without {@link Capability#LIST}; nothing was started
     * @throws StatusException if the question failed
     * @throws InterruptedException if the thread was interrupted
     */
    List<BatchStatus> list(Deadline deadline) throws InterruptedException;

    /**
     * Finds the batch of a job. By default it is looked for in {@link #list}, which need not show jobs that have not begun.
     *
     * @return empty if no job of that id is seen
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
     * The names of the clusters that are known, to recognise a mistyped one. Need not be complete: a name that is not among
     * them may be that of a cluster all the same.
     *
     * @return empty where nothing is known, which is the default
     * @throws StatusException if the question failed
     * @throws InterruptedException if the thread was interrupted
     */
    default Set<String> clusterNames(Deadline deadline) throws InterruptedException {
        return Set.of();
    }

    /**
     * Asks for one batch and gives the answer as it came, whether it can be read or not, secrets masked.
     *
     * @return empty if this engine does not answer in words
     * @throws StatusException if the question could not be asked
     * @throws InterruptedException if the thread was interrupted
     */
    default Optional<RawAnswer> rawAnswer(BatchReference batch, Deadline deadline) throws InterruptedException {
        return Optional.empty();
    }
}
