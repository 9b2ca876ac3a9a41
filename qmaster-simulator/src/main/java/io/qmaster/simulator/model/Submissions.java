package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.Cluster;
import io.qmaster.simulator.scenario.Fault;
import io.qmaster.simulator.scenario.Scenario;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Answers submissions, and queues those that are accepted. */
final class Submissions {
    /** Submissions within this time can be refused. */
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final Scenario scenario;
    private final String identity;
    private final Chance chance;
    private final Planner planner;
    private final Faults faults;
    private final Timeline timeline;
    private final Batches batches;
    private final Function<String, Optional<Controller>> controllers;
    private long submitted;
    private Optional<Instant> lastSubmission = Optional.empty();

    Submissions(
            Scenario scenario,
            String identity,
            Planner planner,
            Faults faults,
            Timeline timeline,
            Batches batches,
            Function<String, Optional<Controller>> controllers) {
        this.scenario = scenario;
        this.identity = identity;
        this.chance = new Chance(scenario.seed());
        this.planner = planner;
        this.faults = faults;
        this.timeline = timeline;
        this.batches = batches;
        this.controllers = controllers;
    }

    SubmissionAnswer submit(Submission submission) {
        boolean unknown = controllers.apply(submission.cluster()).isEmpty()
                && scenario.hasHabit(Fault.Habit.Kind.UNKNOWN_GROUP_HERE);
        Optional<Controller> controller = controllers
                .apply(unknown ? Cluster.THIS_COMPUTER_NAME : submission.cluster())
                .filter(Controller::isUp);
        List<Fault> applied =
                controller.isEmpty() ? List.of() : faults.ofSubmission(submission.name(), timeline.sinceStart());
        if (controller.isEmpty() || (unknown && !has(Fault.Habit.Kind.UNKNOWN_GROUP_HERE, applied))) {
            refused(submission, "cluster not found");
            return new SubmissionAnswer.ClusterNotFound();
        }
        SubmissionAnswer answer = answer(controller.get(), submission, applied);
        for (Fault fault : applied) {
            if (fault instanceof Fault.Noise noise) {
                answer = new SubmissionAnswer.Noisy(noise.words(), answer);
            }
        }
        return has(Fault.Habit.Kind.OUTPUT_HELD_OPEN, applied) ? new SubmissionAnswer.HeldOpen(answer) : answer;
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(submitted);
        Saved.optional(out, lastSubmission.filter(last -> isClose(last, timeline.lastChange())), Saved::moment);
    }

    void restore(DataInput in) throws IOException {
        submitted = in.readLong();
        lastSubmission = Saved.optional(in, Saved::moment);
    }

    private SubmissionAnswer answer(Controller controller, Submission submission, List<Fault> applied) {
        boolean tooClose = has(Fault.Habit.Kind.SUBMISSIONS_TOO_CLOSE, applied)
                && lastSubmission.filter(last -> isClose(last, timeline.now())).isPresent();
        lastSubmission = Optional.of(timeline.now());
        if (tooClose) {
            refused(submission, "too soon after another");
            return new SubmissionAnswer.ServiceRefused();
        }
        if (has(Fault.Habit.Kind.SOURCE_REJECTED, applied)) {
            refused(submission, "source rejected");
            return new SubmissionAnswer.SourceRejected();
        }
        for (Fault fault : applied) {
            if (fault instanceof Fault.SubmissionRefused) {
                refused(submission, "service refused");
                return new SubmissionAnswer.ServiceRefused();
            }
            if (fault instanceof Fault.SubmissionHangs hangs) {
                queueIf(hangs.queued(), controller, submission, applied);
                return new SubmissionAnswer.Silence(hangs.ignoresTermination());
            }
            if (fault instanceof Fault.BatchIdMissing missing) {
                queueIf(missing.queued(), controller, submission, applied);
                return new SubmissionAnswer.NoId();
            }
        }
        Batch batch = queue(controller, submission, applied);
        return new SubmissionAnswer.Queued(
                batch.id(), batch.jobs().stream().map(Job::id).toList());
    }

    private void queueIf(boolean queued, Controller controller, Submission submission, List<Fault> applied) {
        if (queued) {
            queue(controller, submission, applied);
        } else {
            refused(submission, "not queued");
        }
    }

    private Batch queue(Controller controller, Submission submission, List<Fault> applied) {
        submitted++;
        String entity = "batch " + submitted;
        Batch batch = new Batch(
                submitted,
                new BatchId(chance.id(identity, entity)),
                placed(submission, applied),
                controller.name(),
                timeline.now(),
                timeline.now().plus(planner.dispatch(submitted)),
                applied,
                at -> chance.id(identity, entity, "job " + at));
        batches.add(batch);
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

    private Submission placed(Submission submission, List<Fault> applied) {
        if (has(Fault.Habit.Kind.WRITES_BESIDE_SOURCE, applied)) {
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

    private static boolean isClose(Instant last, Instant now) {
        return now.isBefore(last.plus(CLOSE));
    }

    private static boolean has(Fault.Habit.Kind kind, List<Fault> applied) {
        return applied.stream().anyMatch(fault -> fault instanceof Fault.Habit habit && habit.kind() == kind);
    }
}
