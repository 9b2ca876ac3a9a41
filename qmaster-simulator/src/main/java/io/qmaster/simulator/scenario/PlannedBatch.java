package io.qmaster.simulator.scenario;

import io.qmaster.domain.Priority;
import java.time.Duration;
import java.util.Optional;

/**
 * A batch of one job in a {@link Workload}. Immutable and thread-safe.
 *
 * @param at the time of its submission since the start
 * @param name the name of the batch
 * @param bytes the size of its source in bytes
 *
 * @param priority its priority
 * @param cluster the name of its cluster, or its host and port
 * @param segmentable whether its setting allows segments
 *
 * @param pauseAfter the time from its submission until it is paused, if it is
 * @param resumeAfter the time from its submission until it is resumed, if it is
 * @param cancelAfter the time from its submission until it is cancelled, if it is
 */
public record PlannedBatch(
        Duration at,
        String name,
        long bytes,
        Priority priority,
        String cluster,
        boolean segmentable,
        Optional<Duration> pauseAfter,
        Optional<Duration> resumeAfter,
        Optional<Duration> cancelAfter) {
    /** @throws ScenarioException if a part is out of range */
    public PlannedBatch {
        Bounds.duration("/at", at);
        Bounds.notBlank("/name", name);
        Bounds.within("/size", (double) bytes, 0, 1e15);
        Bounds.notBlank("/cluster", cluster);
        Bounds.duration("/pauseAfter", pauseAfter);
        Bounds.duration("/resumeAfter", resumeAfter);
        Bounds.duration("/cancelAfter", cancelAfter);
    }

    /** A batch that can be split into segments, and is neither paused nor cancelled. */
    public PlannedBatch(Duration at, String name, long bytes, Priority priority, String cluster) {
        this(at, name, bytes, priority, cluster, true, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
