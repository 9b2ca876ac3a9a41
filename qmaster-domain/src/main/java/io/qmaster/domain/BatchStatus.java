package io.qmaster.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the engine said of a batch, and when. Immutable and safe for threads.
 *
 * @param batch which batch, and where
 * @param name the name of the batch as the engine shows it
 * @param text the state, and the engine's own text for it
 * @param progress how far it is; without per cent for a cancelled or failed batch
 * @param submittedBy the user who submitted it
 * @param submittedAtText when, in the language of the Mac: to be shown, never to be parsed
 * @param jobs the jobs that the answer listed, not necessarily all of them
 * @param seenAt when the answer came
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
    /** Drops per cent that mean nothing, and copies the jobs. */
    public BatchStatus {
        Nulls.refuse(BatchStatus.class, batch, name, submittedBy, submittedAtText, seenAt);
        progress = progress.meaningfulIn(text.state());
        jobs = List.copyOf(jobs);
    }

    /** A status of which nothing is known but state and text. */
    public static BatchStatus of(BatchReference batch, StatusText text, Instant seenAt) {
        return new BatchStatus(
                batch, Optional.empty(), text, Progress.NONE, Optional.empty(), Optional.empty(), List.of(), seenAt);
    }

    /** The same batch with other progress. */
    public BatchStatus with(Progress other) {
        return new BatchStatus(batch, name, text, other, submittedBy, submittedAtText, jobs, seenAt);
    }

    /** The same batch under a name. */
    public BatchStatus named(String other) {
        return new BatchStatus(batch, Optional.of(other), text, progress, submittedBy, submittedAtText, jobs, seenAt);
    }

    /** The same words of a batch in another place. */
    public BatchStatus at(BatchReference other) {
        return new BatchStatus(other, name, text, progress, submittedBy, submittedAtText, jobs, seenAt);
    }

    /** The same batch with only one of its jobs; with none if the answer did not list that job. */
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

    /** One of the listed jobs; empty if the answer did not list it, as one that has not begun. */
    public Optional<JobStatus> job(JobId job) {
        return jobs.stream()
                .filter(listed -> listed.id().equals(Optional.of(job)))
                .findFirst();
    }

    /** The state of the batch. */
    public BatchState state() {
        return text.state();
    }

    /** How much is done, 0 to 100; empty if the engine did not report it, and for a cancelled or failed batch. */
    public OptionalInt percentComplete() {
        return progress.percentComplete();
    }

    /** Why it failed, if the engine said so. */
    public Optional<String> reason() {
        return text.reason();
    }
}
