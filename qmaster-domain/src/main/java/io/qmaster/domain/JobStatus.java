package io.qmaster.domain;

import java.util.Optional;

/**
 * The status of a job as the engine reported it. An answer need not list every job of a batch. For library consumers
 * and authors of backends. Immutable and thread-safe.
 *
 * @param id the job's id, if the answer has one
 * @param name the job's name, usually the file name of its source
 * @param text the state, and the engine's own text for it
 * @param progress the progress; without a percentage for a cancelled or failed job
 */
public record JobStatus(Optional<JobId> id, Optional<String> name, StatusText text, Progress progress) {
    /** Removes a meaningless percentage. */
    public JobStatus {
        Nulls.refuse(JobStatus.class, id, name);
        progress = progress.meaningfulIn(text.state());
    }

    /** The state of the job. */
    public BatchState state() {
        return text.state();
    }

    /** Why it failed, if the engine reported a reason. */
    public Optional<String> reason() {
        return text.reason();
    }
}
