package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.ServiceNode;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A service node at work. */
final class Node {
    // Apple Qmaster Distributed Processing Setup Guide, "Recovery and Failure Notification Features".
    private static final int MOST_RESTARTS = 4;
    private static final int UNCONDITIONAL_RESTARTS = 2;
    private static final Duration LONG_RUN = Duration.ofSeconds(10);

    private final ServiceNode node;
    private final Set<Segment> running = new LinkedHashSet<>();
    private int instances;
    private boolean up = true;
    private int restarts;
    private Instant runningSince;

    Node(ServiceNode node, Instant now) {
        this.node = node;
        this.instances = node.instances();
        this.runningSince = now;
    }

    String name() {
        return node.name();
    }

    double speed() {
        return node.speed();
    }

    int free() {
        return up ? Math.max(0, instances - running.size()) : 0;
    }

    int instances() {
        return instances;
    }

    void setInstances(int number) {
        instances = number;
    }

    boolean isUp() {
        return up;
    }

    void setUp(boolean isUp, Instant now) {
        up = isUp;
        restarts = 0;
        runningSince = now;
    }

    /** Stops unexpectedly, and says whether the service is restarted; otherwise the node stays down. */
    boolean crash(Instant now) {
        boolean ranLong = !now.isBefore(runningSince.plus(LONG_RUN));
        up = restarts < UNCONDITIONAL_RESTARTS || (restarts < MOST_RESTARTS && ranLong);
        restarts++;
        runningSince = now;
        return up;
    }

    void take(Segment segment) {
        running.add(segment);
    }

    void leave(Segment segment) {
        running.remove(segment);
    }

    List<Segment> running() {
        return List.copyOf(running);
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(instances);
        out.writeBoolean(up);
        out.writeInt(restarts);
        Saved.moment(out, runningSince);
        Saved.list(out, running(), (to, segment) -> {
            segment.job().saveReference(to);
            to.writeInt(segment.index());
        });
    }

    void restore(DataInput in, Saved.Reading<Job> jobs) throws IOException {
        instances = in.readInt();
        up = in.readBoolean();
        restarts = in.readInt();
        runningSince = Saved.moment(in);
        Saved.list(in, from -> jobs.read(from).segments().get(from.readInt())).forEach(segment -> segment.occupy(this));
    }
}
