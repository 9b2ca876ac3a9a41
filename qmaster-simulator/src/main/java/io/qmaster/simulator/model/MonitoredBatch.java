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
 * What the engine's monitor says of a batch, in its own words.
 *
 * @param id its id
 * @param cluster the name of its cluster
 * @param name its name
 * @param sentBy the user who submitted it
 * @param priority how soon it is worked on
 * @param submittedAt when it was submitted
 * @param status the words for its status, such as {@code PostProcessing} or {@code Failed: 2x job controller down}
 * @param progress how far it is
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

    /** The same with other jobs. */
    public MonitoredBatch with(List<Job> others) {
        return new MonitoredBatch(id, cluster, name, sentBy, priority, submittedAt, status, progress, others);
    }

    /**
     * How far something is.
     *
     * @param percentComplete 0 to 100; 100 for something cancelled or failed too (observed with Compressor 5.4)
     * @param elapsed for how long it was worked on
     * @param remaining the engine's guess of the time left
     */
    public record Progress(int percentComplete, Duration elapsed, Optional<Duration> remaining) {}

    /**
     * What the monitor says of a job.
     *
     * @param id its id
     * @param name its name
     * @param source the file that it encodes, or the folder of an image sequence
     * @param status the words for its status
     * @param progress how far it is
     * @param begun whether the engine has ever worked on it
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
