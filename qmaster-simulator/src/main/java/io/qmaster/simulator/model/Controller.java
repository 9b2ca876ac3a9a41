package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The controller of a cluster: owns the queue, and assigns work to service nodes. */
final class Controller {
    private final SimulatedCluster cluster;
    private final Timeline timeline;
    private final Planner planner;
    private final Outputs outputs;
    private final Batches batches;
    private final Nodes nodes;
    private final TreeSet<Batch> open = new TreeSet<>(Batch.TURN);
    private final WaitingWork waiting = new WaitingWork();
    private final Map<Batch, Set<Job>> touched = new LinkedHashMap<>();
    private final Runnable dispatching = this::dispatch;
    private boolean up = true;
    private int plans;

    Controller(SimulatedCluster cluster, Timeline timeline, Planner planner, Outputs outputs, Batches batches) {
        this.cluster = cluster;
        this.timeline = timeline;
        this.planner = planner;
        this.outputs = outputs;
        this.batches = batches;
        this.nodes = new Nodes(cluster.nodes(), timeline.now());
    }

    String name() {
        return cluster.name();
    }

    boolean isUp() {
        return up;
    }

    /** Whether a batch has not ended. */
    boolean hasOpenBatches() {
        return !open.isEmpty();
    }

    MachineLoad load() {
        return nodes.load();
    }

    private void add(Batch batch) {
        open.add(batch);
        plans += batch.hasPlans() ? 1 : 0;
    }

    void accept(Batch batch) {
        batch.jobs().forEach(this::plan);
        add(batch);
        timeline.at(batch.availableFrom(), dispatching);
        dispatch();
    }

    /** Pauses jobs; their segments keep their progress (Apple, Batch Monitor User Manual: pause and resume). */
    void hold(List<Job> jobs) {
        jobs.stream().filter(job -> !job.isHeld()).forEach(job -> {
            job.setHeld(true);
            boolean startsOver = job.startsOverWhenHeld();
            if (startsOver) {
                job.segments().stream()
                        .filter(segment -> segment.work().isRunning())
                        .forEach(segment -> timeline.log("segmentInterrupted", segment::describe));
            }
            stop(job);
            if (startsOver) {
                job.segments().forEach(segment -> segment.work().startOver());
            }
            changed(job);
        });
        dispatch();
    }

    void resume(List<Job> jobs) {
        jobs.stream().filter(Job::isHeld).forEach(job -> {
            job.setHeld(false);
            changed(job);
        });
        dispatch();
    }

    /** Cancels jobs of a batch: partial outputs are deleted, complete ones stay (observed with Compressor 5.4). */
    void cancel(Batch batch, List<Job> jobs) {
        jobs.stream().filter(job -> !job.isEnded()).forEach(job -> end(job, Words.CANCELLED));
        endIfDone(batch);
        dispatch();
    }

    void cancelAll() {
        List.copyOf(open).forEach(batch -> cancel(batch, batch.jobs()));
    }

    void setUp(boolean isUp) {
        if (up == isUp) {
            return;
        }
        up = isUp;
        timeline.log(isUp ? "clusterUp" : "clusterDown", line -> line.put("cluster", name()));
        if (!isUp) {
            nodes.all().forEach(this::loseContact);
            open.forEach(batch -> batch.jobs().stream()
                    .filter(job -> job.joining().isRunning())
                    .forEach(job -> {
                        interrupt(job, job.joining());
                        waiting.updateJoining(job, timeline.now());
                    }));
        }
        dispatch();
    }

    /** Running segments continue; existing batches keep their segments. */
    void setInstances(int instances) {
        timeline.log("instancesSet", line -> line.put("cluster", name()).put("instances", instances));
        nodes.all().forEach(node -> node.setInstances(instances));
        dispatch();
    }

    void setNodeUp(String name, boolean isUp) {
        nodes.named(name).forEach(node -> {
            timeline.log(
                    isUp ? "nodeUp" : "nodeDown",
                    line -> line.put("cluster", name()).put("node", name));
            node.setUp(isUp, timeline.now());
            if (!isUp) {
                loseContact(node);
            }
        });
        dispatch();
    }

    /** The service of a node stops unexpectedly; {@link Fault.ServiceCrash} describes when it is restarted. */
    void crash(String name) {
        nodes.named(name).filter(Node::isUp).forEach(node -> {
            boolean restarted = node.crash(timeline.now());
            timeline.log(
                    "serviceCrash",
                    line -> line.put("cluster", name()).put("node", name).put("restarted", restarted));
            loseContact(node);
        });
        dispatch();
    }

    /**
     * A job cannot start, since an old output exists: it waits, and checks again at intervals. A job that fails
     * "softly" until the file is deleted was observed with Compressor 4.5 (mackworth/cTiVo, issue 398).
     */
    void postpone(Job job) {
        Instant next = timeline.now().plus(QmasterModel.OLD_OUTPUT_LOOK);
        job.postpone();
        job.segments().forEach(segment -> {
            segment.work().interrupt(timeline, next);
            segment.leaveNode();
        });
        logged("outputInTheWay", job, line -> {});
        timeline.at(next, dispatching);
        changed(job);
        dispatch();
    }

    /** Ends a job whose output is complete. */
    void finish(Job job) {
        job.finish(timeline.now());
        changed(job);
        endIfDone(job.batch());
        dispatch();
    }

    /**
     * An attempt of a job has failed: it is resubmitted at once, at most twice; the third failure is final (Apple
     * Qmaster Distributed Processing Setup Guide, "Recovery and Failure Notification Features"). The other jobs of its
     * batch are still encoded (field report on Compressor 4, 2025).
     */
    void fail(Job job, String reason) {
        if (job.mayBeResubmitted()) {
            stop(job);
            logged("resubmitted", job, line -> line.put("reason", reason));
            plan(job);
        } else {
            end(job, Words.failed(reason));
            endIfDone(job.batch());
        }
        dispatch();
    }

    private void plan(Job job) {
        waiting.remove(job);
        job.plan(planned -> planner.segments(planned, nodes), planner::joining);
        changed(job);
    }

    /** Ends a job that is not done, and deletes its partial output. */
    private void end(Job job, String status) {
        stop(job);
        boolean partial = job.hasPartialOutput();
        job.end(status);
        changed(job);
        logged("jobEnded", job, line -> line.put("status", status));
        if (partial
                && status.equals(Words.CANCELLED)
                && job.batch().hasHabit(Fault.Habit.Kind.LEFTOVERS_AFTER_CANCEL)) {
            outputs.leaveHalf(job);
        } else if (partial) {
            outputs.discard(job);
        }
    }

    /** If jobs of a batch ended differently, the monitor reports the failure; the real one's report is not known. */
    private void endIfDone(Batch batch) {
        List<Job> jobs = batch.jobs();
        if (batch.isEnded() || !batch.isFinished()) {
            return;
        }
        String status = jobs.stream()
                .filter(Job::hasFailed)
                .map(Job::status)
                .findFirst()
                .orElse(jobs.stream().allMatch(Job::isDone) ? Words.SUCCESSFUL : Words.CANCELLED);
        batch.end(status, timeline.now());
        batches.ended(batch);
        open.remove(batch);
        plans -= batch.hasPlans() ? 1 : 0;
        touched.computeIfAbsent(batch, ended -> new LinkedHashSet<>());
    }

    private void stop(Job job) {
        job.segments().forEach(segment -> {
            segment.work().pause(timeline);
            segment.leaveNode();
        });
        job.joining().pause(timeline);
    }

    private void loseContact(Node node) {
        node.running().forEach(segment -> {
            timeline.log("segmentInterrupted", segment::describe);
            segment.leaveNode();
            interrupt(segment.job(), segment.work());
            waiting.update(segment, timeline.now());
        });
    }

    /**
     * Interrupted work is resumed about a minute after contact was lost; complete segments are not encoded again (Apple
     * Qmaster Distributed Processing Setup Guide, "Recovery and Failure Notification Features").
     */
    private void interrupt(Job job, Work work) {
        Instant earliest = timeline.now().plus(planner.untilResumed(job.batch()));
        work.interrupt(timeline, earliest);
        timeline.at(earliest, dispatching);
        touch(job);
    }

    /** Updates the waiting work of a job, and its status later. */
    private void changed(Job job) {
        waiting.update(job, timeline.now());
        touch(job);
    }

    private void touch(Job job) {
        touched.computeIfAbsent(job.batch(), batch -> new LinkedHashSet<>()).add(job);
    }

    /** Assigns all work that can be assigned, and updates the status of the changed batches. */
    private void dispatch() {
        if (up) {
            waiting.takeJoins(timeline.now()).forEach(this::join);
            for (Optional<Node> node = nodes.best(); node.isPresent(); node = nodes.best()) {
                Optional<Segment> next = waiting.takeSegment(timeline.now());
                if (next.isEmpty()) {
                    break;
                }
                encode(next.get(), node.get());
            }
        }
        touched.forEach((batch, jobs) -> batch.note(jobs, timeline));
        touched.clear();
    }

    private void encode(Segment segment, Node node) {
        Job job = segment.job();
        if (!job.hasBegun()) {
            job.begin();
            outputs.begin(job);
        }
        segment.occupy(node);
        timeline.log("segmentStarted", segment::describe);
        Work work = segment.work();
        if (planner.isOutside(job, segment.index())) {
            work.beginOutside(timeline.now());
            touch(job);
            return;
        }
        double part = job.plannedFailure(segment.index()).isPresent() ? 0.5 : 1;
        work.begin(
                timeline.now(),
                node.speed(),
                timeline.after(work.until(part, node.speed()), () -> end(job, segment.index())));
        touch(job);
    }

    /** The encoding of a segment has ended, or has reached its planned failure. */
    void end(Job job, int segment) {
        job.plannedFailure(segment)
                .ifPresentOrElse(
                        failure -> fail(job, failure.reason()),
                        () -> encoded(job.segments().get(segment)));
    }

    /** Whether a batch that has not ended has jobs with plans. */
    boolean hasPlans() {
        return plans > 0;
    }

    /** The segments that are to be encoded outside now. */
    Stream<Segment> outside() {
        return nodes.all().stream()
                .flatMap(node -> node.running().stream())
                .filter(segment -> segment.work().isOutside());
    }

    Stream<Job> suspended() {
        return open.stream().flatMap(batch -> batch.jobs().stream()).filter(Job::isSuspended);
    }

    /** A segment was encoded outside, or could not be. */
    void encodedOutside(Segment segment, Optional<String> failure) {
        failure.ifPresentOrElse(reason -> fail(segment.job(), reason), () -> encoded(segment));
    }

    private void encoded(Segment segment) {
        timeline.log("segmentCompleted", segment::describe);
        segment.work().complete();
        segment.leaveNode();
        waiting.updateJoining(segment.job(), timeline.now());
        touch(segment.job());
        dispatch();
    }

    private void join(Job job) {
        Work joining = job.joining();
        joining.begin(timeline.now(), 1, timeline.after(joining.until(1, 1), () -> joined(job)));
        touch(job);
    }

    void joined(Job job) {
        job.joining().complete();
        logged("joined", job, line -> {});
        outputs.complete(job);
        touch(job);
        dispatch();
    }

    void save(DataOutput out) throws IOException {
        out.writeBoolean(up);
        Saved.list(out, timeline.events(event -> event.happening() == dispatching), (to, event) -> event.save(to));
        for (Node node : nodes.all()) {
            node.save(out);
        }
    }

    /** Reads the saved state, after its batches were read. */
    void restore(DataInput in, Iterable<Batch> batches, Saved.Reading<Job> jobs) throws IOException {
        up = in.readBoolean();
        Saved.list(in, from -> timeline.restoreEvent(from, dispatching));
        for (Node node : nodes.all()) {
            node.restore(in, jobs);
        }
        batches.forEach(batch -> {
            if (!batch.isEnded() && batch.cluster().equals(name())) {
                add(batch);
                batch.jobs().forEach(job -> waiting.update(job, timeline.now()));
            }
        });
    }

    private void logged(String event, Job job, Consumer<LogLine> details) {
        timeline.log(event, line -> {
            job.describe(line);
            line.put("attempt", job.attempt());
            details.accept(line);
        });
    }
}
