package io.qmaster.domain.port;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.UnsupportedByEngineException;
import java.util.function.Consumer;

/**
 * Submits batches to an engine and controls them. Implemented by authors of backends. Thread-safe; every blocking
 * method returns within its deadline plus one second.
 *
 * <p>No method retries, falls back or waits for the end of a batch: the domain does that.
 */
public interface TranscodeEngine {
    /**
     * Makes one attempt to submit.
     *
     * @return the outcome; {@link SubmissionOutcome.Unknown} if the deadline passed
     * @throws EngineUnavailableException if the engine could not be called, so that nothing can be queued
     * @throws UnsupportedByEngineException if the order needs an unsupported feature; nothing was started
     * @throws InterruptedException if the thread was interrupted; the batch may or may not be queued
     */
    SubmissionOutcome submit(BatchOrder order, Deadline deadline) throws InterruptedException;

    /**
     * The same, reporting the process that submits the batch as soon as it runs. An engine that starts none need not
     * override this.
     *
     * @param started called with each process that could queue the batch, on the calling thread: an engine that detects
     *     its generation first may need a second one. The last one counts
     * @throws InterruptedException if the thread was interrupted; the batch may or may not be queued
     */
    default SubmissionOutcome submit(BatchOrder order, Deadline deadline, Consumer<SubmittingProcess> started)
            throws InterruptedException {
        return submit(order, deadline);
    }

    /**
     * Requests an action; watching confirms it. An action that was already performed is not an error.
     *
     * @throws UnsupportedByEngineException without {@link Capability#CONTROL}; nothing was started
     * @throws EngineUnavailableException if the engine could not be called
     * @throws StatusException if the engine refused or the deadline passed
     * @throws InterruptedException if the thread was interrupted
     */
    void control(BatchReference batch, ControlAction action, Deadline deadline) throws InterruptedException;

    /**
     * Requests an action for one job of a batch, and for every target that the engine reports under the same job id.
     * The other jobs of the batch continue. Otherwise as {@link #control(BatchReference, ControlAction, Deadline)}.
     *
     * @throws UnsupportedByEngineException without {@link Capability#JOB_CONTROL}, which is the default; nothing was
     *     started
     * @throws EngineUnavailableException if the engine could not be called
     * @throws StatusException if the engine refused or the deadline passed
     * @throws InterruptedException if the thread was interrupted
     */
    default void control(BatchReference batch, JobId job, ControlAction action, Deadline deadline)
            throws InterruptedException {
        throw new UnsupportedByEngineException(Failure.withoutSubmission(
                        "UNSUPPORTED", "this engine cannot " + action.word() + " a single job of a batch")
                .hint(action.word() + " the whole batch instead: " + batch.id()));
    }

    /**
     * Checks whether a submission would work, without submitting anything.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    EngineHealth health(Deadline deadline) throws InterruptedException;

    /** The command that {@link #submit} would run, with secrets masked. Has no side effects. */
    CommandPreview preview(BatchOrder order);
}
