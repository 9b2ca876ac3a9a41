package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.JobId;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Apple Qmaster as a pure discrete-event model.
 *
 * <p>Time passes by {@link #advanceTo}; what happens from outside are {@link Command}s, carried out at the model's own
 * time. Everything else only asks: a question changes nothing and draws no random number. The same scenario, identity,
 * start and timed commands give the same {@link #log()}, byte for byte, on every machine.
 *
 * <p>The model writes no file. What must become of outputs it tells as {@link #effects()}; whoever owns the model carries
 * them out in their order and {@linkplain Command.Report reports} each. Without that no job becomes successful.
 *
 * <p>Times are in whole milliseconds. Not safe for threads.
 */
public final class QmasterModel {
    /** How long a batch that has ended stays listed (Apple, Batch Monitor User Manual). */
    public static final Duration HISTORY = Duration.ofHours(24);

    /**
     * How long after the loss of contact interrupted work is taken up again, more or less (Apple Qmaster Distributed
     * Processing Setup Guide, "Recovery and Failure Notification Features").
     */
    public static final Duration CONTACT_LOST = Duration.ofMinutes(1);

    /** How often a job looks whether the old output that is in its way has gone; how often the real engine does is not known. */
    public static final Duration OLD_OUTPUT_LOOK = Duration.ofSeconds(10);

    /**
     * How often a batch that failed is resubmitted (Apple Qmaster Distributed Processing Setup Guide, "Recovery and Failure
     * Notification Features").
     */
    public static final int MOST_RESUBMISSIONS = 2;

    private final Scenario scenario;
    private final Timeline timeline;
    private final Faults faults;
    private final Outputs outputs;
    private final Batches batches;
    private final Submissions submissions;
    private final Map<String, Controller> controllers = new LinkedHashMap<>();
    private final boolean encodesOutside;
    private final long expected;

    /**
     * A Qmaster with an empty queue.
     *
     * @param scenario what it is like
     * @param identity is mixed into every id, so that two engines never give out the same
     * @param start the model's time now
     */
    public QmasterModel(Scenario scenario, String identity, Instant start) {
        this(scenario, identity, start, false);
    }

    /**
     * A Qmaster with an empty queue.
     *
     * @param scenario what it is like
     * @param identity is mixed into every id, so that two engines never give out the same
     * @param start the model's time now
     * @param encodesOutside whether jobs that have a plan are encoded outside: then they take as long as is {@linkplain
     *     Command.Encoded reported}, and the {@linkplain #encodings() model tells} what is to be encoded when
     */
    public QmasterModel(Scenario scenario, String identity, Instant start, boolean encodesOutside) {
        this(scenario, identity, new Timeline(start), encodesOutside);
        timeline.advanceTo(timeline.now());
    }

    /** Before anything has happened. */
    private QmasterModel(Scenario scenario, String identity, Timeline timeline, boolean encodesOutside) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.encodesOutside = encodesOutside;
        Chance chance = new Chance(scenario.seed());
        Planner planner = new Planner(scenario.durations(), chance, encodesOutside);
        this.outputs = new Outputs(!scenario.waitsForOldOutput());
        this.batches = new Batches(timeline, outputs);
        this.faults = new Faults(scenario, chance);
        scenario.clusters()
                .forEach(cluster ->
                        controllers.put(cluster.name(), new Controller(cluster, timeline, planner, outputs, batches)));
        this.submissions = new Submissions(scenario, identity, planner, faults, timeline, batches, this::controller);
        new TimedFaults(this, timeline, outputs).expect(scenario.faults());
        this.expected = timeline.eventCount();
    }

    /**
     * A Qmaster as it was saved: from here on it does what the other would have done.
     *
     * @param scenario that of the other
     * @param identity that of the other
     * @param start when the other began
     * @param encodesOutside that of the other
     * @param in what the other {@linkplain #save wrote}
     * @param past is asked for the event log until then when somebody wants to see it; may tell more, which is left out
     * @throws IOException if it cannot be read
     * @throws RuntimeException if it is nothing that was saved with this scenario
     */
    public static QmasterModel restored(
            Scenario scenario,
            String identity,
            Instant start,
            boolean encodesOutside,
            DataInput in,
            Supplier<List<String>> past)
            throws IOException {
        QmasterModel model = new QmasterModel(scenario, identity, new Timeline(start), encodesOutside);
        model.restore(in, past);
        return model;
    }

    /**
     * Writes down all that the future depends on, as of the {@linkplain #lastChange() last change}: neither the event log
     * nor batches that are not listed any more.
     *
     * @throws IOException if it cannot be written
     */
    public void save(DataOutput out) throws IOException {
        timeline.save(out, expected);
        faults.save(out);
        submissions.save(out);
        batches.save(out, scenario.faults());
        outputs.save(out);
        for (Controller controller : controllers.values()) {
            controller.save(out);
        }
    }

    private void restore(DataInput in, Supplier<List<String>> past) throws IOException {
        timeline.restore(in, past);
        faults.restore(in);
        submissions.restore(in);
        batches.restore(in, scenario.faults(), controllers::get);
        Map<Long, Batch> numbered = new HashMap<>();
        batches.current().forEach(batch -> numbered.put(batch.number(), batch));
        Saved.Reading<Job> jobs = from ->
                Objects.requireNonNull(numbered.get(from.readLong())).jobs().get(from.readInt());
        outputs.restore(in, jobs);
        for (Controller controller : controllers.values()) {
            controller.restore(in, batches.current(), jobs);
        }
    }

    /** What it is like. */
    public Scenario scenario() {
        return scenario;
    }

    /** The model's time now. */
    public Instant now() {
        return timeline.now();
    }

    /** When something last happened or was commanded; since then, nothing but time has passed. */
    public Instant lastChange() {
        return timeline.lastChange();
    }

    /** When something happens next, if nothing comes from outside. */
    public Optional<Instant> nextEventAt() {
        return timeline.nextAt();
    }

    /** Lets time pass; what happens until then happens in its order. A moment that is past changes nothing. */
    public void advanceTo(Instant moment) {
        timeline.advanceTo(moment);
    }

    /** Carries out a command now. */
    public <A> A carryOut(Command<A> command) {
        timeline.changed();
        return command.carryOut(this);
    }

    /** Whether time alone brings something on: an output is to be written, or a batch is open and something due. */
    public boolean goesOn() {
        return !outputs.isEmpty()
                || !encodings().isEmpty()
                || !suspended().isEmpty()
                || (timeline.nextAt().isPresent()
                        && controllers.values().stream().anyMatch(Controller::hasOpenBatches));
    }

    /** Whether a batch that has not ended is encoded outside. */
    public boolean isToEncode() {
        return encodesOutside && controllers.values().stream().anyMatch(Controller::hasPlans);
    }

    /** What is to be encoded outside now, as many segments at most as there are instances. */
    public List<OutsideWork> encodings() {
        return controllers.values().stream()
                .flatMap(Controller::outside)
                .map(OutsideWork::of)
                .toList();
    }

    /** What is on hold and is to be encoded outside later: its encoders are suspended until then. */
    public Set<OutsideWork.Slot> suspended() {
        return encodesOutside
                ? controllers.values().stream()
                        .flatMap(Controller::suspended)
                        .flatMap(OutsideWork::slots)
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** What must become of outputs and is not reported yet, in order. */
    public List<OutputEffect> effects() {
        return outputs.pending();
    }

    /** Everything that has happened, one JSON object a line. */
    public List<String> log() {
        return timeline.log();
    }

    /** What has happened from a line on, counted from 0: for whoever reads along. */
    public List<String> logFrom(int line) {
        return timeline.logFrom(line);
    }

    /** Whether a cluster of that name, or host and port, is there and its controller up. */
    public boolean isUp(String cluster) {
        return controller(cluster).filter(Controller::isUp).isPresent();
    }

    /** Whether there is a cluster of that name, or host and port. */
    public boolean knows(String cluster) {
        return controller(cluster).isPresent();
    }

    /** What this computer works on. */
    public MachineLoad load() {
        return controller(Cluster.THIS_COMPUTER_NAME).orElseThrow().load();
    }

    /** What the monitor says of a batch of a cluster; empty if it does not show it there. */
    public Optional<MonitoredBatch> find(String cluster, BatchId batch) {
        return listed(cluster, batch).map(found -> found.monitored(now()));
    }

    /** What the monitor says of every batch that it shows, in the order of submission. */
    public List<MonitoredBatch> list() {
        return batches.monitored();
    }

    /** What the monitor says of a batch of whatever cluster; empty if it does not show it. Costs the same after many batches. */
    public Optional<MonitoredBatch> find(BatchId batch) {
        return batches.listed(batch).map(found -> found.monitored(now()));
    }

    SubmissionAnswer submit(Submission submission) {
        return submissions.submit(submission);
    }

    ControlAnswer control(String cluster, BatchId id, List<JobId> jobs, ControlAction action) {
        Optional<Controller> controller = controller(cluster).filter(Controller::isUp);
        if (controller.isEmpty()) {
            return ControlAnswer.CLUSTER_NOT_FOUND;
        }
        Optional<Batch> batch = listed(cluster, id);
        if (batch.isEmpty()) {
            return ControlAnswer.NO_SUCH_BATCH;
        }
        if (!batch.get().isEnded()) {
            List<Job> meant = batch.get().jobs().stream()
                    .filter(job -> jobs.isEmpty() || jobs.contains(job.id()))
                    .toList();
            switch (action) {
                case CANCEL -> controller.get().cancel(batch.get(), meant);
                case PAUSE -> controller.get().hold(meant);
                case RESUME -> controller.get().resume(meant);
            }
        }
        return ControlAnswer.DONE;
    }

    Optional<Fault.StatusFails.Answer> question() {
        Optional<Fault.StatusFails.Answer> answer =
                faults.ofQuestion(timeline.sinceStart()).map(Fault.StatusFails::answer);
        answer.ifPresent(failing -> timeline.log("statusFails", line -> line.put("answer", failing.word())));
        return answer;
    }

    boolean setController(String cluster, boolean up) {
        Optional<Controller> controller = controller(cluster);
        controller.ifPresent(found -> found.setUp(up));
        return controller.isPresent();
    }

    boolean setInstances(int instances) {
        controller(Cluster.THIS_COMPUTER_NAME).orElseThrow().setInstances(instances);
        return true;
    }

    boolean reset() {
        reset(false);
        return true;
    }

    boolean encoded(OutsideWork.Run run, Optional<String> failure) {
        Optional<Segment> segment = outside(run);
        segment.ifPresent(
                found -> controller(found.job().batch().cluster()).orElseThrow().encodedOutside(found, failure));
        return segment.isPresent();
    }

    boolean encodedPart(OutsideWork.Run run, double part) {
        Optional<Segment> segment = outside(run);
        segment.ifPresent(found -> found.work().report(part));
        return segment.isPresent();
    }

    private Optional<Segment> outside(OutsideWork.Run run) {
        return controllers.values().stream()
                .flatMap(Controller::outside)
                .filter(segment -> OutsideWork.of(segment).run().equals(run))
                .findFirst();
    }

    boolean report(long effect, Optional<String> failure) {
        Optional<Outputs.Pending> reported = outputs.reported(effect);
        if (failure.isPresent()) {
            reported.filter(Outputs.Pending::begins).ifPresent(begun -> {
                outputs.notBegun(begun);
                begun.job().putOff();
            });
        }
        reported.filter(Outputs.Pending::isCurrent).ifPresent(pending -> {
            Controller controller = controllerOf(pending.job().batch());
            Optional<String> reason = failure.or(pending::failure);
            if (reason.isPresent()) {
                controller.fail(pending.job(), reason.get());
            } else if (pending.finishes()) {
                controller.finish(pending.job());
            }
        });
        return reported.isPresent();
    }

    boolean outputInTheWay(long effect) {
        Optional<Outputs.Pending> reported = outputs.reported(effect);
        reported.ifPresent(outputs::notBegun);
        reported.filter(Outputs.Pending::isCurrent)
                .ifPresent(pending -> controllerOf(pending.job().batch()).putOff(pending.job()));
        return reported.isPresent();
    }

    private Optional<Batch> listed(String cluster, BatchId id) {
        return batches.listed(id)
                .filter(batch -> controller(cluster)
                        .filter(controller -> controller.name().equals(batch.cluster()))
                        .isPresent());
    }

    Optional<Controller> controller(String nameOrAddress) {
        return scenario.cluster(nameOrAddress).map(cluster -> controllers.get(cluster.name()));
    }

    private Controller controllerOf(Batch batch) {
        return Objects.requireNonNull(controllers.get(batch.cluster()));
    }

    /** Restarting the background service cancels every client's batches (observed with Compressor 5.4). */
    void reset(boolean forgets) {
        timeline.log("serviceReset", line -> line.put("forgets", forgets));
        controllers.values().forEach(Controller::cancelAll);
        if (forgets) {
            batches.forget();
        }
    }
}
