package io.qmaster.domain;

import java.util.Optional;

/**
 * What the engine said of one job. An answer need not list every job of a batch. Immutable and thread-safe.
 *
 * @param id the job's id, if the answer held one
 * @param name the job's name, usually the file name of its source
 * @param text the state, and the engine's own text for it
 * @param progress how far it is; without per cent for a cancelled or failed job
 */
public record JobStatus(Optional<JobId> id, Optional<String> name, StatusText text, Progress progress) {
    /** Drops per cent that mean nothing. */
    public JobStatus {
        Nulls.refuse(JobStatus.class, id, name);
        progress = progress.meaningfulIn(text.state());
    }

    /** The state of the job. */
    public BatchState state() {
        return text.state();
    }

    /** Why it failed, if the engine said so. */
    public Optional<String> reason() {
        return text.reason();
    }
}
