package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import java.util.List;

/** What the engine answers to a submission. */
public sealed interface SubmissionAnswer {
    /**
     * The batch is queued.
     *
     * @param batchId its id
     * @param jobIds one for every job, in their order
     */
    record Queued(BatchId batchId, List<JobId> jobIds) implements SubmissionAnswer {
        /** Copies the ids. */
        public Queued {
            jobIds = List.copyOf(jobIds);
        }
    }

    /**
     * Any other answer, after something that means nothing.
     *
     * @param noise what the program complains of
     * @param answer the answer itself
     */
    record Noisy(String noise, SubmissionAnswer answer) implements SubmissionAnswer {}

    /**
     * Any other answer of a program whose output the service keeps open.
     *
     * @param answer the answer itself
     */
    record HeldOpen(SubmissionAnswer answer) implements SubmissionAnswer {}

    /** The source is not taken, for a reason that has a line of its own. */
    record SourceRejected() implements SubmissionAnswer {}

    /** There is no such cluster, or its controller is down. */
    record ClusterNotFound() implements SubmissionAnswer {}

    /** The service takes nothing at this moment. */
    record ServiceRefused() implements SubmissionAnswer {}

    /**
     * Nothing is ever answered, whether or not the batch is queued.
     *
     * @param ignoresTermination whether the program that submits ignores the signal TERM
     */
    record Silence(boolean ignoresTermination) implements SubmissionAnswer {}

    /** The program ends well and tells no id, whether or not the batch is queued. */
    record NoId() implements SubmissionAnswer {}
}
