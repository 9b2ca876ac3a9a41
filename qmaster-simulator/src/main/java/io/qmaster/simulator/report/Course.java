package io.qmaster.simulator.report;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.OutputEffect;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.model.Submission;
import io.qmaster.simulator.model.SubmittedJob;
import io.qmaster.simulator.scenario.JsonText;
import io.qmaster.simulator.scenario.PlannedBatch;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Runs a model without files: every output is reported as written at once. Not thread-safe. */
final class Course {
    private static final String IDENTITY = "scenario run";
    private static final Path SOURCE = Path.of("source.mov");
    private static final Path OUTPUT = Path.of("output.mov");

    private final QmasterModel model;
    private final History history;
    private int read;

    Course(Scenario scenario) {
        this.model = new QmasterModel(scenario, IDENTITY, VirtualClock.START);
        this.history = new History(model.now());
    }

    List<String> eventLog() {
        return model.log();
    }

    History history() {
        return history;
    }

    void run(Workload workload) {
        for (Step step : steps(workload)) {
            advanceTo(VirtualClock.START.plus(step.at()));
            step.deed().run();
            settle();
        }
        for (Optional<Instant> next = model.nextEventAt();
                history.isOpen() && next.isPresent();
                next = model.nextEventAt()) {
            advanceTo(next.get());
        }
        history.end(model.now());
    }

    private List<Step> steps(Workload workload) {
        List<Step> steps = new ArrayList<>();
        for (PlannedBatch planned : workload.batches()) {
            Submitting submitting = new Submitting(planned);
            steps.add(new Step(planned.at(), submitting::submit));
            submitting.add(steps, planned.pauseAfter(), ControlAction.PAUSE);
            submitting.add(steps, planned.resumeAfter(), ControlAction.RESUME);
            submitting.add(steps, planned.cancelAfter(), ControlAction.CANCEL);
        }
        steps.sort(Comparator.comparing(Step::at));
        return steps;
    }

    private void advanceTo(Instant moment) {
        for (Optional<Instant> next = nextUntil(moment); next.isPresent(); next = nextUntil(moment)) {
            model.advanceTo(next.get());
            settle();
        }
        model.advanceTo(moment);
    }

    private Optional<Instant> nextUntil(Instant moment) {
        return model.nextEventAt().filter(at -> !at.isAfter(moment));
    }

    /** Reports every output as written, and reads the new lines of the event log. */
    private void settle() {
        for (List<OutputEffect> effects = model.effects(); !effects.isEmpty(); effects = model.effects()) {
            model.carryOut(new Command.Report(effects.get(0).sequence(), Optional.empty()));
        }
        List<String> news = model.logFrom(read);
        news.stream().map(JsonText::read).forEach(history::add);
        read += news.size();
    }

    /** An action at a time. */
    private record Step(Duration at, Runnable deed) {}

    /** A batch of the workload, and its id once it is queued. */
    private final class Submitting {
        private final PlannedBatch planned;
        private Optional<BatchId> id = Optional.empty();

        Submitting(PlannedBatch planned) {
            this.planned = planned;
        }

        void submit() {
            SubmittedJob job = new SubmittedJob(
                    SOURCE, planned.bytes(), OUTPUT, "mov", false, planned.segmentable(), Optional.empty());
            model.carryOut(new Command.Submit(
                    new Submission(planned.cluster(), planned.name(), planned.priority(), IDENTITY, List.of(job))));
            // From the log, since a fault can hide the id from the submitter.
            id = model.logFrom(read).stream()
                    .map(JsonText::read)
                    .filter(line -> line.required("event").stringValue().equals("submitted"))
                    .map(line -> line.required("batch"))
                    .map(JsonNode::stringValue)
                    .map(BatchId::new)
                    .findFirst();
        }

        void add(List<Step> steps, Optional<Duration> after, ControlAction action) {
            after.ifPresent(time -> steps.add(new Step(
                    planned.at().plus(time),
                    () -> id.ifPresent(
                            batch -> model.carryOut(new Command.Control(planned.cluster(), batch, action))))));
        }
    }
}
