package io.qmaster.simulator.standin;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import io.qmaster.simulator.model.MonitoredBatch;
import io.qmaster.simulator.model.QmasterModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The batch that a command names, by its id or the id of one of its jobs.
 *
 * @param ofJob whether it is the id of a job
 */
record Wanted(String id, boolean ofJob) {
    static Optional<Wanted> of(CommandLine line) {
        return line.value("-batchid")
                .map(id -> new Wanted(id, false))
                .or(() -> line.value("-jobid").map(id -> new Wanted(id, true)));
    }

    /** The matching batches, in the order of submission. */
    List<MonitoredBatch> among(QmasterModel model) {
        if (ofJob) {
            return model.list().stream().filter(this::fits).toList();
        }
        try {
            return model.find(new BatchId(id)).filter(this::fits).stream().toList();
        } catch (IllegalArgumentException noId) {
            return List.of();
        }
    }

    private boolean fits(MonitoredBatch batch) {
        return ofJob
                ? batch.jobs().stream().anyMatch(this::isJob)
                : batch.id().value().equals(id);
    }

    /** A batch with only the matching jobs. */
    MonitoredBatch in(MonitoredBatch batch, StandInGeneration generation) {
        return ofJob ? batch.with(meant(batch, generation).toList()) : batch;
    }

    /** The ids of the matching jobs of a batch; empty for the whole batch. */
    List<JobId> jobsIn(MonitoredBatch batch, StandInGeneration generation) {
        return ofJob ? meant(batch, generation).map(MonitoredBatch.Job::id).toList() : List.of();
    }

    /** The id of a job means that job alone ({@code -help} of 4.x and 5.4), and others that share its id. */
    private Stream<MonitoredBatch.Job> meant(MonitoredBatch batch, StandInGeneration generation) {
        Set<Path> sources = batch.jobs().stream()
                .filter(this::isJob)
                .map(MonitoredBatch.Job::source)
                .collect(Collectors.toSet());
        return batch.jobs().stream()
                .filter(job -> SharedJobIds.areUsualIn(generation) ? sources.contains(job.source()) : isJob(job));
    }

    private boolean isJob(MonitoredBatch.Job job) {
        return job.id().value().equals(id);
    }
}
