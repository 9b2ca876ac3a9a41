package io.qmaster.simulator.model;

import java.io.DataInput;
import java.io.IOException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A part of a job that one instance of a service node encodes. */
final class Segment {
    /** The order in which segments are assigned. */
    static final Comparator<Segment> TURN =
            Comparator.comparing(Segment::job, Job.TURN).thenComparingInt(Segment::index);

    private final Job job;
    private final int index;
    private final Work work;
    private @Nullable Node node;

    Segment(Job job, int index, double millis) {
        this(job, index, new Work(millis));
    }

    private Segment(Job job, int index, Work work) {
        this.job = job;
        this.index = index;
        this.work = work;
    }

    /** Reads a segment; its node is restored with the node. */
    static Segment restored(DataInput in, Job job, int index, Controller controller, Timeline timeline)
            throws IOException {
        return new Segment(job, index, Work.restored(in, timeline, () -> controller.end(job, index)));
    }

    Job job() {
        return job;
    }

    int index() {
        return index;
    }

    Work work() {
        return work;
    }

    void occupy(Node taken) {
        taken.take(this);
        node = taken;
    }

    void leaveNode() {
        if (node != null) {
            node.leave(this);
            node = null;
        }
    }

    void describe(LogLine line) {
        job.describe(line);
        line.put("segment", index).put("attempt", job.attempt());
        if (node != null) {
            line.put("node", node.name());
        }
    }
}
