package io.qmaster.simulator.scenario;

import io.qmaster.domain.Priority;
import java.time.Duration;
import java.util.Optional;

/**
 * A batch of one job that will reach a simulated Qmaster. Immutable and thread-safe.
 *
 * @param at how long after the beginning it is submitted
 * @param name the name of the batch
 * @param bytes how large its source is
 * @param priority how soon it is worked on
 * @param cluster the name of its cluster, or its host and port
 * @param segmentable whether its setting lets it be split into segments
 * @param pauseAfter how long after its submission it is put on hold, if it is
 * @param resumeAfter how long after its submission it is taken up again, if it is
 * @param cancelAfter how long after its submission it is cancelled, if it is
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

    /** One that can be split into segments, and that nobody pauses or cancels. */
    public PlannedBatch(Duration at, String name, long bytes, Priority priority, String cluster) {
        this(at, name, bytes, priority, cluster, true, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
