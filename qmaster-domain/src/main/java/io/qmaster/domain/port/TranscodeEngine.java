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
 * What encodes. Safe for threads; every blocking method returns within its deadline plus one second.
 *
 * <p>No method retries, falls back or waits for the end of a batch: that is the domain's.
 */
public interface TranscodeEngine {
    /**
     * Makes one attempt to submit.
     *
     * @return what came of it; {@link SubmissionOutcome.Unknown} when the deadline passed
     * @throws EngineUnavailableException if the engine could not even be asked, so that nothing can be queued
     * @throws UnsupportedByEngineException if the order needs something that this engine lacks; nothing was started
     * @throws InterruptedException if the thread was interrupted; the batch may or may not be queued
     */
    SubmissionOutcome submit(BatchOrder order, Deadline deadline) throws InterruptedException;

    /**
     * The same, telling which process hands the batch over as soon as there is one. An engine that starts none need not
     * override this.
     *
     * @param started told of each process that could queue the batch, on the calling thread and one after another: an
     *     engine that learns how it is spoken to may need a second one. The last that was told of counts
     * @throws InterruptedException if the thread was interrupted; the batch may or may not be queued
     */
    default SubmissionOutcome submit(BatchOrder order, Deadline deadline, Consumer<SubmittingProcess> started)
            throws InterruptedException {
        return submit(order, deadline);
    }

    /**
     * Asks for an action; watching confirms it. An action that a batch has behind it already is not an error.
     *
     * @throws UnsupportedByEngineException if this engine lacks {@link Capability#CONTROL}; nothing was started
     * @throws EngineUnavailableException if the engine could not be asked
     * @throws StatusException if the engine refused or the deadline passed
     * @throws InterruptedException if the thread was interrupted
     */
    void control(BatchReference batch, ControlAction action, Deadline deadline) throws InterruptedException;

    /**
     * Requests an action for one job of a batch, and for every target that the engine reports under the same job id. The
     * other jobs of the batch go on. Otherwise as {@link #control(BatchReference, ControlAction, Deadline)}.
     *
     * @throws UnsupportedByEngineException if this engine lacks {@link Capability#JOB_CONTROL}, which is the default;
     *     nothing was started
     * @throws EngineUnavailableException if the engine could not be called
     * @throws StatusException if the engine refused or the deadline passed
     * @throws InterruptedException if the thread was interrupted
     */
    default void control(BatchReference batch, JobId job, ControlAction action, Deadline deadline)
            throws InterruptedException {
        throw new UnsupportedByEngineException(Failure.withoutSubmission(
                        "UNSUPPORTED", "this engine cannot " + action.word() + " a single job of a batch")
                .hint(action.word() + " the whole batch instead: " + batch.id())
                .of(batch));
    }

    /**
     * Looks whether a submission would work, without submitting anything.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    EngineHealth health(Deadline deadline) throws InterruptedException;

    /** What {@link #submit} would run, secrets masked. Touches nothing. */
    CommandPreview preview(BatchOrder order);
}
