package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Priority;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model whose outputs count as written as soon as it requests them. */
final class Bench {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final String HERE = "This Computer";

    private final QmasterModel model;
    private final List<String> effects = new ArrayList<>();
    private Optional<String> writeFailure = Optional.empty();

    Bench(Scenario scenario) {
        model = new QmasterModel(scenario, "bench", START);
    }

    QmasterModel model() {
        return model;
    }

    /** Makes all further outputs fail. */
    void failWrites(String reason) {
        writeFailure = Optional.of(reason);
    }

    /** The changes of outputs so far, such as {@code Begun clip.mov}. */
    List<String> effects() {
        return effects;
    }

    static SubmittedJob job(String name) {
        return job(name, 29_144, false);
    }

    static SubmittedJob job(String name, long bytes, boolean segmentable) {
        return new SubmittedJob(
                Path.of("in", name), bytes, Path.of("out", name), "mov", false, segmentable, Optional.of("avc1"));
    }

    SubmissionAnswer answer(String cluster, Priority priority, String name, SubmittedJob... jobs) {
        SubmissionAnswer answer =
                model.carryOut(new Command.Submit(new Submission(cluster, name, priority, "editor", List.of(jobs))));
        settle();
        return answer;
    }

    BatchId submit(String name) {
        return submit(HERE, Priority.LOW, name, job(name));
    }

    BatchId submit(String cluster, Priority priority, String name, SubmittedJob... jobs) {
        return ((SubmissionAnswer.Queued) answer(cluster, priority, name, jobs)).batchId();
    }

    ControlAnswer control(BatchId batch, ControlAction action) {
        return control(HERE, batch, action);
    }

    ControlAnswer control(String cluster, BatchId batch, ControlAction action) {
        ControlAnswer answer = model.carryOut(new Command.Control(cluster, batch, action));
        settle();
        return answer;
    }

    /** Acts on one job of a batch, counted from 0. */
    void control(BatchId batch, int job, ControlAction action) {
        model.carryOut(new Command.Control(
                HERE, batch, List.of(batch(batch).jobs().get(job).id()), action));
        settle();
    }

    List<String> jobStatuses(BatchId batch) {
        return batch(batch).jobs().stream().map(MonitoredBatch.Job::status).toList();
    }

    void pass(Duration time) {
        Instant until = model.now().plus(time);
        for (Optional<Instant> next = model.nextEventAt();
                next.isPresent() && !next.get().isAfter(until);
                next = model.nextEventAt()) {
            model.advanceTo(next.get());
            settle();
        }
        model.advanceTo(until);
    }

    void seconds(double number) {
        pass(Duration.ofMillis((long) (number * 1000)));
    }

    MonitoredBatch batch(BatchId id) {
        return batch(HERE, id);
    }

    MonitoredBatch batch(String cluster, BatchId id) {
        return model.find(cluster, id).orElseThrow();
    }

    String status(BatchId id) {
        return model.list().stream()
                .filter(batch -> batch.id().equals(id))
                .map(MonitoredBatch::status)
                .findFirst()
                .orElse("not listed");
    }

    /** The lines of the event log with a kind of event. */
    List<String> events(String event) {
        return model.log().stream()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .toList();
    }

    /** The value of a key in a line of the event log. */
    static String value(String line, String key) {
        return line.replaceFirst(".*\"" + key + "\":\"?([^\",}]*)\"?[,}].*", "$1");
    }

    /** When an event was first logged, in seconds from the start. */
    double secondsUntil(String event, String detail) {
        return events(event).stream()
                .filter(line -> line.contains(detail))
                .map(line -> Duration.between(START, Instant.parse(value(line, "at")))
                                .toMillis()
                        / 1000.0)
                .findFirst()
                .orElseThrow();
    }

    private void settle() {
        for (List<OutputEffect> open = model.effects(); !open.isEmpty(); open = model.effects()) {
            OutputEffect effect = open.get(0);
            effects.add(effect.getClass().getSimpleName() + " " + effect.job().name());
            model.carryOut(new Command.Report(
                    effect.sequence(), effect instanceof OutputEffect.Discarded ? Optional.empty() : writeFailure));
        }
    }
}
