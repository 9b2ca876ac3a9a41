package io.qmaster.simulator.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A part of a job that one instance of a service node encodes. */
final class Segment {
    private final Job job;
    private final int index;
    private final Work work;
    private @Nullable Node node;

    Segment(Job job, int index, double millis) {
        this.job = job;
        this.index = index;
        this.work = new Work(millis);
    }

    Job job() {
        return job;
    }

    boolean isFirst() {
        return index == 0;
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

    void describe(ObjectNode line) {
        job.describe(line);
        line.put("segment", index).put("attempt", job.attempt());
        if (node != null) {
            line.put("node", node.name());
        }
    }
}
