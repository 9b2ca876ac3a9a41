package io.qmaster.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The status of a batch as the engine reported it. For library consumers and authors of backends. Immutable and
 * thread-safe.
 *
 * @param batch the batch
 * @param name the name of the batch as the engine shows it
 * @param text the state, and the engine's own text for it
 * @param progress the progress; without a percentage for a cancelled or failed batch
 * @param submittedBy the user who submitted it
 * @param submittedAtText when it was submitted, in the language of the Mac: for display, not for parsing
 * @param jobs the jobs that the answer listed, possibly not all of them
 * @param seenAt when the answer was received
 */
public record BatchStatus(
        BatchReference batch,
        Optional<String> name,
        StatusText text,
        Progress progress,
        Optional<String> submittedBy,
        Optional<String> submittedAtText,
        List<JobStatus> jobs,
        Instant seenAt) {
    /** Removes a meaningless percentage, and copies the jobs. */
    public BatchStatus {
        Nulls.refuse(BatchStatus.class, batch, name, submittedBy, submittedAtText, seenAt);
        progress = progress.meaningfulIn(text.state());
        jobs = List.copyOf(jobs);
    }

    /** A status with only a state and a text. */
    public static BatchStatus of(BatchReference batch, StatusText text, Instant seenAt) {
        return new BatchStatus(
                batch, Optional.empty(), text, Progress.NONE, Optional.empty(), Optional.empty(), List.of(), seenAt);
    }

    /** The same status with other progress. */
    public BatchStatus with(Progress other) {
        return new BatchStatus(batch, name, text, other, submittedBy, submittedAtText, jobs, seenAt);
    }

    /** The same status with a name. */
    public BatchStatus named(String other) {
        return new BatchStatus(batch, Optional.of(other), text, progress, submittedBy, submittedAtText, jobs, seenAt);
    }

    /** The same status for another batch reference. */
    public BatchStatus at(BatchReference other) {
        return new BatchStatus(other, name, text, progress, submittedBy, submittedAtText, jobs, seenAt);
    }

    /** The same status with only one of its jobs; with none if the answer did not list it. */
    public BatchStatus withOnly(JobId job) {
        return new BatchStatus(
                batch,
                name,
                text,
                progress,
                submittedBy,
                submittedAtText,
                job(job).stream().toList(),
                seenAt);
    }

    /** One of the listed jobs; empty if the answer did not list it, for example because it has not started. */
    public Optional<JobStatus> job(JobId job) {
        return jobs.stream()
                .filter(listed -> listed.id().equals(Optional.of(job)))
                .findFirst();
    }

    /** The state of the batch. */
    public BatchState state() {
        return text.state();
    }

    /**
     * The progress in per cent, 0 to 100; empty if the engine did not report it, and for a cancelled or failed batch.
     */
    public OptionalInt percentComplete() {
        return progress.percentComplete();
    }

    /** Why it failed, if the engine reported a reason. */
    public Optional<String> reason() {
        return text.reason();
    }
}
