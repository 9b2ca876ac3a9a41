package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import java.util.List;

/** The engine's answer to a submission. Used by the simulator and the stand-ins. Immutable and thread-safe. */
public sealed interface SubmissionAnswer {
    /**
     * The batch is queued.
     *
     * @param batchId its id
     * @param jobIds the ids of its jobs, in order
     */
    record Queued(BatchId batchId, List<JobId> jobIds) implements SubmissionAnswer {
        /** Copies the ids. */
        public Queued {
            jobIds = List.copyOf(jobIds);
        }
    }

    /**
     * An answer after a meaningless message.
     *
     * @param noise the message
     * @param answer the answer itself
     */
    record Noisy(String noise, SubmissionAnswer answer) implements SubmissionAnswer {}

    /**
     * An answer of a program whose output the service keeps open.
     *
     * @param answer the answer itself
     */
    record HeldOpen(SubmissionAnswer answer) implements SubmissionAnswer {}

    /** The source is rejected; the reason is in a separate line. */
    record SourceRejected() implements SubmissionAnswer {}

    /** There is no such cluster, or its controller is down. */
    record ClusterNotFound() implements SubmissionAnswer {}

    /** The service is temporarily unavailable. */
    record ServiceRefused() implements SubmissionAnswer {}

    /**
     * The program never answers, whether or not the batch is queued.
     *
     * @param ignoresTermination whether the program that submits ignores the signal TERM
     */
    record Silence(boolean ignoresTermination) implements SubmissionAnswer {}

    /** The program ends with exit code 0 and prints no id, whether or not the batch is queued. */
    record NoId() implements SubmissionAnswer {}
}
