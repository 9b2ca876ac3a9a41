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
 * <p>Time passes by {@link #advanceTo}; external actions are {@link Command}s, executed at the model's current time.
 * All other methods are queries, which change nothing and draw no random number. The same scenario, identity, start and
 * timed commands give the same {@link #log()}, byte for byte, on every machine.
 *
 * <p>The model writes no file. Changes of outputs are {@link #effects()}; the owner of the model carries them out in
 * order and {@linkplain Command.Report reports} each. Without that, no job becomes successful.
 *
 * <p>Times are in whole milliseconds. Used by the simulator and its reports. Not thread-safe.
 */
public final class QmasterModel {
    /** How long a batch that has ended stays listed (Apple, Batch Monitor User Manual). */
    public static final Duration HISTORY = Duration.ofHours(24);

    /**
     * The approximate time from the loss of contact until interrupted work is resumed (Apple Qmaster Distributed
     * Processing Setup Guide, "Recovery and Failure Notification Features").
     */
    public static final Duration CONTACT_LOST = Duration.ofMinutes(1);

    /** The interval at which a job checks whether an old output was removed; that of the real engine is not known. */
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
     * @param scenario its scenario
     * @param identity part of every id, so that the ids of two engines differ
     * @param start the start of the model's time
     */
    public QmasterModel(Scenario scenario, String identity, Instant start) {
        this(scenario, identity, start, false);
    }

    /**
     * A Qmaster with an empty queue.
     *
     * @param scenario its scenario
     * @param identity part of every id, so that the ids of two engines differ
     * @param start the start of the model's time
     * @param encodesOutside whether jobs with a plan are encoded outside: then {@link #encodings()} lists what is to be
     *     encoded, and {@link Command.Encoded} reports its end
     */
    public QmasterModel(Scenario scenario, String identity, Instant start, boolean encodesOutside) {
        this(scenario, identity, new Timeline(start), encodesOutside);
        timeline.advanceTo(timeline.now());
    }

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
     * Restores a saved model, which continues as the original would have.
     *
     * @param scenario that of the original
     * @param identity that of the original
     * @param start that of the original
     * @param encodesOutside that of the original
     * @param in what the original {@linkplain #save wrote}
     *
     * @param past supplies the earlier event log when it is read; later lines are ignored
     * @throws IOException if it cannot be read
     * @throws RuntimeException if the data was not saved with this scenario
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
     * Writes the state that the future depends on, as of the {@linkplain #lastChange() last change}: neither the event
     * log nor batches that are no longer listed.
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

    /** The scenario. */
    public Scenario scenario() {
        return scenario;
    }

    /** The model's current time. */
    public Instant now() {
        return timeline.now();
    }

    /** The time of the last event or command. */
    public Instant lastChange() {
        return timeline.lastChange();
    }

    /** The time of the next event, without further commands. */
    public Optional<Instant> nextEventAt() {
        return timeline.nextAt();
    }

    /** Advances the time and executes the events until then in order. A past moment changes nothing. */
    public void advanceTo(Instant moment) {
        timeline.advanceTo(moment);
    }

    /** Executes a command now. */
    public <A> A carryOut(Command<A> command) {
        timeline.changed();
        return command.carryOut(this);
    }

    /** Whether time alone changes something: an output is to be written, or a batch is open and an event is due. */
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

    /** What is to be encoded outside now, at most one segment for each instance. */
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

    /** The effects on outputs that are not reported yet, in order. */
    public List<OutputEffect> effects() {
        return outputs.pending();
    }

    /** The event log, one JSON object a line. */
    public List<String> log() {
        return timeline.log();
    }

    /** The event log from a line, counted from 0. */
    public List<String> logFrom(int line) {
        return timeline.logFrom(line);
    }

    /** Whether a cluster of that name, or host and port, exists and its controller is up. */
    public boolean isUp(String cluster) {
        return controller(cluster).filter(Controller::isUp).isPresent();
    }

    /** Whether there is a cluster of that name, or host and port. */
    public boolean knows(String cluster) {
        return controller(cluster).isPresent();
    }

    /** What this computer encodes. */
    public MachineLoad load() {
        return controller(Cluster.THIS_COMPUTER_NAME).orElseThrow().load();
    }

    /** A batch of a cluster as the monitor reports it; empty if the monitor does not show it there. */
    public Optional<MonitoredBatch> find(String cluster, BatchId batch) {
        return listed(cluster, batch).map(found -> found.monitored(now()));
    }

    /** Every batch that the monitor shows, in the order of submission. */
    public List<MonitoredBatch> list() {
        return batches.monitored();
    }

    /** A batch of any cluster as the monitor reports it; empty if the monitor does not show it. Takes constant time. */
    public Optional<MonitoredBatch> find(BatchId batch) {
        return batches.listed(batch).map(found -> found.monitored(now()));
    }

    SubmissionAnswer submit(Submission submission) {
        return submissions.submit(submission);
    }

    ControlAnswer control(String cluster, BatchId id, List<JobId> jobs, ControlAction action) {
        Optional<Controller> controller = reached(cluster).filter(Controller::isUp);
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
                .filter(run::isOf)
                .findFirst();
    }

    boolean report(long effect, Optional<String> failure) {
        Optional<Outputs.Pending> reported = outputs.reported(effect);
        if (failure.isPresent()) {
            reported.filter(Outputs.Pending::begins).ifPresent(begun -> {
                outputs.notBegun(begun);
                begun.job().postpone();
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
                .ifPresent(pending -> controllerOf(pending.job().batch()).postpone(pending.job()));
        return reported.isPresent();
    }

    private Optional<Batch> listed(String cluster, BatchId id) {
        return batches.listed(id)
                .filter(batch -> reached(cluster)
                        .filter(controller -> controller.name().equals(batch.cluster()))
                        .isPresent());
    }

    /** The cluster that is reached by a name: this computer by an unknown one, if batches for it are encoded here. */
    private Optional<Controller> reached(String nameOrAddress) {
        return controller(nameOrAddress)
                .or(() -> controller(Cluster.THIS_COMPUTER_NAME)
                        .filter(here -> scenario.hasHabit(Fault.Habit.Kind.UNKNOWN_GROUP_HERE)));
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
