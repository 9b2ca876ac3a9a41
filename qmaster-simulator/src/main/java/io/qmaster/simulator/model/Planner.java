package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.Durations;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Determines how long work takes, and into how many segments a job is split. */
final class Planner {
    /** Joining shorter segments would not pay. */
    private static final double SHORTEST_SEGMENT_MILLIS = 20_000;

    /** The approximate speed of a recent Mac, relative to playback; the exact speed depends on many things. */
    private static final double TIMES_AS_FAST_AS_PLAYING = 10;

    private final Durations durations;
    private final Chance chance;
    private final boolean encodesOutside;

    Planner(Durations durations, Chance chance, boolean encodesOutside) {
        this.durations = durations;
        this.chance = chance;
        this.encodesOutside = encodesOutside;
    }

    /** Whether a segment of a job is encoded outside, which reports its end. */
    boolean isOutside(Job job, int segment) {
        return encodesOutside
                && job.submitted().plan().isPresent()
                && job.plannedFailure(segment).isEmpty();
    }

    Duration dispatch(long batchNumber) {
        return varied(durations.dispatch(), "batch " + batchNumber, "dispatch");
    }

    /**
     * About a minute: the time until interrupted work is resumed (Apple Qmaster Distributed Processing Setup Guide,
     * "Recovery and Failure Notification Features").
     */
    Duration untilResumed(Batch batch) {
        return varied(QmasterModel.CONTACT_LOST, "batch " + batch.number(), "contact lost");
    }

    /**
     * Splits a job into segments if its setting allows it and the cluster can encode several (Apple Qmaster Distributed
     * Processing Setup Guide): at most one for each instance.
     */
    List<Segment> segments(Job job, Nodes nodes) {
        double millis = millis(job.submitted());
        boolean outside = encodesOutside && job.submitted().plan().isPresent();
        // One encoder already uses all processors of one computer.
        boolean split =
                job.submitted().segmentable() && (!outside || nodes.all().size() > 1);
        int most = split ? nodes.instances() : 1;
        int count = (int) Math.max(1, Math.min(most, Math.floor(millis / SHORTEST_SEGMENT_MILLIS)));
        return IntStream.range(0, count)
                .mapToObj(at -> new Segment(job, at, millis / count * factor(job, "segment " + at)))
                .toList();
    }

    Work joining(Job job) {
        if (encodesOutside
                && job.submitted().plan().isPresent()
                && job.segments().size() == 1) {
            return new Work(0);
        }
        return new Work(durations.joining().toMillis() * factor(job, "joining"));
    }

    private double millis(SubmittedJob job) {
        return durations
                .job()
                .map(time -> (double) time.toMillis())
                .orElseGet(() -> durations.startup().toMillis() + job.cost() * h264Millis(job));
    }

    /** Encoding takes a tenth of the duration of the source if it is known; otherwise its size counts. */
    private double h264Millis(SubmittedJob job) {
        return job.sourceDuration()
                .map(playing -> (double) playing.toMillis() / TIMES_AS_FAST_AS_PLAYING)
                .orElseGet(() -> 1000.0 * job.sourceBytes() / durations.bytesPerSecond());
    }

    private double factor(Job job, String part) {
        return chance.factor(
                durations.variation(),
                "batch " + job.batch().number(),
                "job " + job.index(),
                "attempt " + job.attempt(),
                part);
    }

    private Duration varied(Duration time, String entity, String purpose) {
        return Duration.ofMillis(Math.round(time.toMillis() * chance.factor(durations.variation(), entity, purpose)));
    }
}
