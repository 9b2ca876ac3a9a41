package io.qmaster.simulator.standin;

import io.qmaster.simulator.model.MonitoredBatch;
import java.util.Optional;

/**
 * The batch that somebody asks for, by its own id or that of one of its jobs.
 *
 * @param id the id
 * @param ofJob whether it is that of a job
 */
record Wanted(String id, boolean ofJob) {
    static Optional<Wanted> of(CommandLine line) {
        return line.value("-batchid")
                .map(id -> new Wanted(id, false))
                .or(() -> line.value("-jobid").map(id -> new Wanted(id, true)));
    }

    boolean fits(MonitoredBatch batch) {
        return ofJob
                ? batch.jobs().stream().anyMatch(this::isJob)
                : batch.id().value().equals(id);
    }

    /** A batch with the jobs that are meant: the id of a job means that job alone ({@code -help} of 4.x and 5.4). */
    MonitoredBatch in(MonitoredBatch batch) {
        return ofJob
                ? batch.with(batch.jobs().stream().filter(this::isJob).toList())
                : batch;
    }

    private boolean isJob(MonitoredBatch.Job job) {
        return job.id().value().equals(id);
    }
}
