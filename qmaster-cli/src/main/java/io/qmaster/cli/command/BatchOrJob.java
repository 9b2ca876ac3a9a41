package io.qmaster.cli.command;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import java.util.Optional;

/**
 * What an id refers to: a batch, or one job of it.
 *
 * @param job the job; empty for the whole batch
 */
record BatchOrJob(BatchReference batch, Optional<JobId> job) {
    /** A whole batch. */
    static BatchOrJob batch(BatchReference batch) {
        return new BatchOrJob(batch, Optional.empty());
    }

    /** What is known of the batch, limited to the job if it is one. */
    BatchRecord in(BatchRecord record) {
        return job.map(record::withOnly).orElse(record);
    }

    /** The state of the job or batch. */
    Optional<BatchState> stateIn(BatchRecord record) {
        return job.isPresent() ? record.stateOf(job.get()) : record.state();
    }

    /** The state that a status shows; empty if it does not list the job. */
    Optional<BatchState> stateIn(BatchStatus status) {
        return job.isPresent() ? status.job(job.get()).map(JobStatus::state) : Optional.of(status.state());
    }

    /** For messages. */
    String words() {
        return job.map(id -> "the job " + id + " of ").orElse("") + "the batch " + batch;
    }
}
