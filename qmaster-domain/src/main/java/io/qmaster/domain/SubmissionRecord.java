package io.qmaster.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the journal knows of one submission. For library consumers. Immutable and thread-safe.
 *
 * @param order what was submitted, as in the latest attempt
 * @param attempts every attempt, oldest first; never empty
 * @param batch the batch, if the engine has or had it
 * @param jobIds the engine's ids of the jobs, as many as it reported
 * @param settledBy how the batch was found if the submission did not answer; {@code name} is the only value
 * @param submittedAt when the engine reported the batch
 * @param ending how it ended; empty while it is open
 * @param conclusion the result of a batch that has ended while its outputs are not in their place yet; empty otherwise
 * @param log the last lines of its log, oldest first
 * @param holder another process that works on it now
 */
public record SubmissionRecord(
        BatchOrder order,
        List<Attempt> attempts,
        Optional<BatchReference> batch,
        List<JobId> jobIds,
        Optional<String> settledBy,
        Optional<Instant> submittedAt,
        Optional<Ending> ending,
        Optional<BatchResult> conclusion,
        List<LogEntry> log,
        Optional<Holder> holder) {
    /** Copies the lists. */
    public SubmissionRecord {
        Nulls.refuse(
                SubmissionRecord.class,
                order,
                attempts,
                batch,
                jobIds,
                settledBy,
                submittedAt,
                ending,
                conclusion,
                log,
                holder);
        attempts = List.copyOf(attempts);
        jobIds = List.copyOf(jobIds);
        log = List.copyOf(log);
    }

    /** Our own id. */
    public SubmissionId id() {
        return order.submissionId();
    }

    /** When the first attempt began. */
    public Instant begunAt() {
        return attempts.get(0).at();
    }

    /** Whether it has not ended. */
    public boolean isOpen() {
        return ending.isEmpty();
    }

    /** Whether it was given up; the engine may list its batch later. */
    public boolean isGivenUp() {
        return ending.filter(end -> end.how() == Ending.How.LOST).isPresent();
    }

    /** The result of its batch, if it has ended. */
    public Optional<BatchResult> result() {
        return ending.flatMap(Ending::result);
    }

    /**
     * One attempt to submit.
     *
     * @param number number of the attempt in its submission, from 1
     * @param at when it began
     * @param cluster the cluster it was submitted to
     * @param command the command, with secrets masked; empty if the program died before it was known
     * @param outcome the result with the engine's answer; empty if the program died before it was known
     */
    public record Attempt(
            int number, Instant at, Cluster cluster, Optional<String> command, Optional<String> outcome) {}
}
