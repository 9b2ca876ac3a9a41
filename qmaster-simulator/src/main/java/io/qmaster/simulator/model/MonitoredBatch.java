package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import io.qmaster.domain.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A batch as the engine's monitor reports it. Used by the simulator's status source and the stand-ins. Immutable and
 * thread-safe.
 *
 * @param id its id
 * @param cluster the name of its cluster
 * @param name its name
 * @param sentBy the user who submitted it
 * @param priority its priority
 * @param submittedAt when it was submitted
 * @param status its status text, such as {@code PostProcessing} or {@code Failed: 2x job controller down}
 * @param progress its progress
 *
 * @param jobs its jobs
 */
public record MonitoredBatch(
        BatchId id,
        String cluster,
        String name,
        String sentBy,
        Priority priority,
        Instant submittedAt,
        String status,
        Progress progress,
        List<Job> jobs) {
    /** Copies the jobs. */
    public MonitoredBatch {
        jobs = List.copyOf(jobs);
    }

    /** A copy with other jobs. */
    public MonitoredBatch with(List<Job> others) {
        return new MonitoredBatch(id, cluster, name, sentBy, priority, submittedAt, status, progress, others);
    }

    /**
     * The progress of a batch or job.
     *
     * @param percentComplete 0 to 100; 100 also if it was cancelled or failed (observed with Compressor 5.4)
     * @param elapsed how long it was processed
     * @param remaining the engine's estimate of the remaining time
     */
    public record Progress(int percentComplete, Duration elapsed, Optional<Duration> remaining) {}

    /**
     * A job as the monitor reports it.
     *
     * @param id its id
     * @param name its name
     * @param source the file that it encodes, or the folder of an image sequence
     * @param status its status text
     *
     * @param progress its progress
     * @param begun whether the engine has ever processed it
     * @param finishedAt when its output was complete, if it is
     */
    public record Job(
            JobId id,
            String name,
            Path source,
            String status,
            Progress progress,
            boolean begun,
            Optional<Instant> finishedAt) {}
}
