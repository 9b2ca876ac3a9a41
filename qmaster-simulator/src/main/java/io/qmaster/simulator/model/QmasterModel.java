package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.JobId;
import io.qmaster.domain.port.ControlAction;
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

    /** Submissions that are closer than that can be refused. */
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final String identity;
    private final Chance chance;
    private final Timeline timeline;
    private final Planner planner;
    private final Faults faults;
    private final Outputs outputs;
    private final Map<String, Controller> controllers = new LinkedHashMap<>();
    private final Map<BatchId, Batch> batches = new LinkedHashMap<>();
    private final long expected;
    private long submitted;
    private Optional<Instant> lastSubmission = Optional.empty();

    /**
     * A Qmaster with an empty queue.
     *
     * @param scenario what it is like
     * @param identity is mixed into every id, so that two engines never give out the same
     * @param start the model's time now
     */
    public QmasterModel(Scenario scenario, String identity, Instant start) {
        this(scenario, identity, new Timeline(start));
        timeline.advanceTo(timeline.now());
    }

    /** Before anything has happened. */
    private QmasterModel(Scenario scenario, String identity, Timeline timeline) {
        this.scenario = scenario;
        this.identity = identity;
        this.chance = new Chance(scenario.seed());
        this.timeline = timeline;
        this.planner = new Planner(scenario.durations(), chance);
        this.outputs = new Outputs(!scenario.waitsForOldOutput());
        this.faults = new Faults(scenario, chance);
        scenario.clusters()
                .forEach(cluster ->
                        controllers.put(cluster.name(), new Controller(cluster, timeline, planner, outputs)));
        new TimedFaults(this, timeline, outputs).expect(scenario.faults());
        this.expected = timeline.eventCount();
    }

    /**
     * A Qmaster as it was saved: from here on it does what the other would have done.
     *
     * @param scenario that of the other
     * @param identity that of the other
     * @param start when the other began
     * @param in what the other {@linkplain #save wrote}
     * @param past is asked for the event log until then when somebody wants to see it; may tell more, which is left out
     * @throws IOException if it cannot be read
     * @throws RuntimeException if it is nothing that was saved with this scenario
     */
    public static QmasterModel restored(
            Scenario scenario, String identity, Instant start, DataInput in, Supplier<List<String>> past)
            throws IOException {
        QmasterModel model = new QmasterModel(scenario, identity, new Timeline(start));
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
        out.writeLong(submitted);
        Saved.optional(out, lastSubmission.filter(last -> isClose(last, timeline.lastChange())), Saved::moment);
        var waited = outputs.jobs().collect(Collectors.toSet());
        List<Batch> kept = batches.values().stream()
                .filter(batch -> !batch.isHistory(timeline.lastChange())
                        || batch.jobs().stream().anyMatch(waited::contains))
                .toList();
        Saved.list(out, kept, (to, batch) -> batch.save(to, scenario.faults()));
        outputs.save(out);
        for (Controller controller : controllers.values()) {
            controller.save(out);
        }
    }

    private void restore(DataInput in, Supplier<List<String>> past) throws IOException {
        timeline.restore(in, past);
        faults.restore(in);
        submitted = in.readLong();
        lastSubmission = Saved.optional(in, Saved::moment);
        Map<Long, Batch> numbered = new HashMap<>();
        for (Batch batch :
                Saved.list(in, from -> Batch.restored(from, scenario.faults(), controllers::get, timeline))) {
            batches.put(batch.id(), batch);
            numbered.put(batch.number(), batch);
        }
        Saved.Reading<Job> jobs = from ->
                Objects.requireNonNull(numbered.get(from.readLong())).jobs().get(from.readInt());
        outputs.restore(in, jobs);
        for (Controller controller : controllers.values()) {
            controller.restore(in, batches.values(), jobs);
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
        boolean open = batches.values().stream().anyMatch(batch -> !batch.isEnded());
        return !outputs.pending().isEmpty() || (open && timeline.nextAt().isPresent());
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
        return batches.values().stream()
                .filter(batch -> batch.isListed(now()))
                .map(batch -> batch.monitored(now()))
                .toList();
    }

    SubmissionAnswer submit(Submission submission) {
        boolean unknown = !knows(submission.cluster()) && scenario.hasHabit(Fault.Habit.Kind.UNKNOWN_GROUP_HERE);
        Optional<Controller> controller = controller(unknown ? Cluster.THIS_COMPUTER_NAME : submission.cluster())
                .filter(Controller::isUp);
        List<Fault> struck =
                controller.isEmpty() ? List.of() : faults.ofSubmission(submission.name(), timeline.sinceStart());
        if (controller.isEmpty() || (unknown && !has(Fault.Habit.Kind.UNKNOWN_GROUP_HERE, struck))) {
            refused(submission, "cluster not found");
            return new SubmissionAnswer.ClusterNotFound();
        }
        SubmissionAnswer answer = answer(controller.get(), submission, struck);
        for (Fault fault : struck) {
            if (fault instanceof Fault.Noise noise) {
                answer = new SubmissionAnswer.Noisy(noise.words(), answer);
            }
        }
        return has(Fault.Habit.Kind.OUTPUT_HELD_OPEN, struck) ? new SubmissionAnswer.HeldOpen(answer) : answer;
    }

    private static boolean isClose(Instant last, Instant now) {
        return now.isBefore(last.plus(CLOSE));
    }

    private static boolean has(Fault.Habit.Kind kind, List<Fault> struck) {
        return struck.stream().anyMatch(fault -> fault instanceof Fault.Habit habit && habit.kind() == kind);
    }

    private SubmissionAnswer answer(Controller controller, Submission submission, List<Fault> struck) {
        boolean tooClose = has(Fault.Habit.Kind.SUBMISSIONS_TOO_CLOSE, struck)
                && lastSubmission.filter(last -> isClose(last, now())).isPresent();
        lastSubmission = Optional.of(now());
        if (tooClose) {
            refused(submission, "too soon after another");
            return new SubmissionAnswer.ServiceRefused();
        }
        if (has(Fault.Habit.Kind.SOURCE_REJECTED, struck)) {
            refused(submission, "source rejected");
            return new SubmissionAnswer.SourceRejected();
        }
        for (Fault fault : struck) {
            if (fault instanceof Fault.SubmissionRefused) {
                refused(submission, "service refused");
                return new SubmissionAnswer.ServiceRefused();
            }
            if (fault instanceof Fault.SubmissionHangs hangs) {
                queueIf(hangs.queued(), controller, submission, struck);
                return new SubmissionAnswer.Silence(hangs.ignoresTermination());
            }
            if (fault instanceof Fault.BatchIdMissing missing) {
                queueIf(missing.queued(), controller, submission, struck);
                return new SubmissionAnswer.NoId();
            }
        }
        Batch batch = queue(controller, submission, struck);
        return new SubmissionAnswer.Queued(
                batch.id(), batch.jobs().stream().map(Job::id).toList());
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

    private void queueIf(boolean queued, Controller controller, Submission submission, List<Fault> struck) {
        if (queued) {
            queue(controller, submission, struck);
        } else {
            refused(submission, "not queued");
        }
    }

    private Batch queue(Controller controller, Submission submission, List<Fault> struck) {
        submitted++;
        long number = submitted;
        Batch batch = new Batch(
                number,
                new BatchId(chance.id(identity, "batch " + number)),
                placed(submission, struck),
                controller.name(),
                now(),
                now().plus(planner.dispatch(number)),
                struck,
                at -> chance.id(identity, "batch " + number, "job " + at));
        batches.put(batch.id(), batch);
        timeline.log(
                "submitted",
                line -> line.put("batch", batch.id().value())
                        .put("name", batch.name())
                        .put("cluster", batch.cluster())
                        .put("priority", batch.priority().word())
                        .put("jobs", batch.jobs().size()));
        controller.accept(batch);
        return batch;
    }

    private Submission placed(Submission submission, List<Fault> struck) {
        if (has(Fault.Habit.Kind.WRITES_BESIDE_SOURCE, struck)) {
            return submission.with(SubmittedJob::besideSource);
        }
        return scenario.replacesExtension() ? submission.with(SubmittedJob::withExtensionOfSetting) : submission;
    }

    private void refused(Submission submission, String why) {
        timeline.log(
                "refused",
                line -> line.put("name", submission.name())
                        .put("cluster", submission.cluster())
                        .put("why", why));
    }

    private Optional<Batch> listed(String cluster, BatchId id) {
        return Optional.ofNullable(batches.get(id))
                .filter(batch -> batch.isListed(now()))
                .filter(batch -> controller(cluster)
                        .filter(controller -> controller.name().equals(batch.cluster()))
                        .isPresent());
    }

    Optional<Controller> controller(String nameOrAddress) {
        return scenario.cluster(nameOrAddress).map(cluster -> controllers.get(cluster.name()));
    }

    private Controller controllerOf(Batch batch) {
        return controller(batch.cluster()).orElseThrow();
    }

    /** Restarting the background service cancels every client's batches (observed with Compressor 5.4). */
    void reset(boolean forgets) {
        timeline.log("serviceReset", line -> line.put("forgets", forgets));
        controllers.values().forEach(Controller::cancelAll);
        if (forgets) {
            batches.values().forEach(Batch::forget);
        }
    }
}
