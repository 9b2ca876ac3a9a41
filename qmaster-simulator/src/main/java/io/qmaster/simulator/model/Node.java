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
import java.util.SortedSet;

/** The state of a service node. */
final class Node {
    // Apple Qmaster Distributed Processing Setup Guide, "Recovery and Failure Notification Features".
    private static final int MOST_RESTARTS = 4;
    private static final int UNCONDITIONAL_RESTARTS = 2;
    private static final Duration LONG_RUN = Duration.ofSeconds(10);

    private final ServiceNode node;
    private final int place;
    private final SortedSet<Node> free;
    private final Set<Segment> running = new LinkedHashSet<>();
    private int instances;
    private boolean up = true;
    private int restarts;
    private Instant runningSince;

    /**
     * A node that is up and idle.
     *
     * @param place its index in the cluster
     *
     * @param free the nodes of the cluster with a free instance, sorted; a node is removed while it changes
     */
    Node(ServiceNode node, int place, SortedSet<Node> free, Instant now) {
        this.node = node;
        this.place = place;
        this.free = free;
        this.instances = node.instances();
        this.runningSince = now;
    }

    String name() {
        return node.name();
    }

    int place() {
        return place;
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
        change(() -> instances = number);
    }

    boolean isUp() {
        return up;
    }

    void setUp(boolean isUp, Instant now) {
        change(() -> up = isUp);
        restarts = 0;
        runningSince = now;
    }

    /** Stops unexpectedly; returns whether the service is restarted. Otherwise the node stays down. */
    boolean crash(Instant now) {
        boolean ranLong = !now.isBefore(runningSince.plus(LONG_RUN));
        change(() -> up = restarts < UNCONDITIONAL_RESTARTS || (restarts < MOST_RESTARTS && ranLong));
        restarts++;
        runningSince = now;
        return up;
    }

    void take(Segment segment) {
        change(() -> running.add(segment));
    }

    void leave(Segment segment) {
        change(() -> running.remove(segment));
    }

    private void change(Runnable change) {
        free.remove(this);
        change.run();
        if (free() > 0) {
            free.add(this);
        }
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
        setInstances(in.readInt());
        boolean wasUp = in.readBoolean();
        change(() -> up = wasUp);
        restarts = in.readInt();
        runningSince = Saved.moment(in);
        Saved.list(in, from -> jobs.read(from).segments().get(from.readInt())).forEach(segment -> segment.occupy(this));
    }
}
