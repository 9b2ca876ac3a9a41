package io.qmaster.simulator.standin;

import io.qmaster.domain.BatchState;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.MonitoredBatch;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.scenario.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Prints the status of batches, once or repeatedly until they have ended. */
final class Monitor {
    private final Engine engine;
    private final ProgramEnvironment environment;

    Monitor(Engine engine, ProgramEnvironment environment) {
        this.engine = engine;
        this.environment = environment;
    }

    /** The batches to print, and the model's time. */
    private record Seen(Instant now, List<MonitoredBatch> batches) {
        boolean goesOn() {
            return batches.stream().anyMatch(batch -> !isFinal(batch));
        }

        private static boolean isFinal(MonitoredBatch batch) {
            BatchState state = StatusText.ofQmaster(batch.status()).state();
            return state.isFinal();
        }
    }

    /** Prints the status; returns the exit code. */
    int watch(MonitorArguments arguments) throws Complaint, InterruptedException {
        Timekeeper time = environment.time();
        Deadline deadline =
                arguments.timeout().map(limit -> Deadline.after(limit, time)).orElse(Deadline.NEVER);
        while (answer(arguments).goesOn() && arguments.pause().isPresent() && !deadline.hasPassed(time)) {
            Duration pause = arguments.pause().get();
            Duration left = deadline.remaining(time);
            time.pause(left.compareTo(pause) < 0 ? left : pause);
        }
        return 0;
    }

    private Seen answer(MonitorArguments arguments) throws Complaint, InterruptedException {
        Optional<Fault.StatusFails.Answer> fault = fault();
        if (fault.equals(Optional.of(Fault.StatusFails.Answer.HANGS))) {
            Hanging.forEver(environment.time());
        }
        Seen seen = seen(arguments);
        String text = MonitorText.of(arguments.form(), engine.generation(), environment)
                .format(
                        fault.equals(Optional.of(Fault.StatusFails.Answer.EMPTY)) ? List.of() : seen.batches(),
                        seen.now());
        environment.out().print(fault.map(kind -> spoiled(text, kind)).orElse(text));
        environment.out().flush();
        return seen;
    }

    private Optional<Fault.StatusFails.Answer> fault() throws InterruptedException {
        boolean counted = engine.look(model -> model.scenario().countsQuestions());
        return counted ? engine.carryOut(new Command.Question()) : Optional.empty();
    }

    private Seen seen(MonitorArguments arguments) throws Complaint, InterruptedException {
        Optional<String> asked = arguments.cluster();
        if (asked.isPresent() && !engine.look(model -> model.isUp(asked.get()))) {
            throw clusterNotFound(asked.get());
        }
        Seen seen = engine.look(model -> seen(arguments, model, engine.generation()));
        // Batches that are asked for by id are asked of their cluster. The list of all batches is that of the machine,
        // so
        // that a cluster that is down does not hide the batches of the others. How the real programs behave is not
        // known.
        Optional<String> missing = arguments.wanted().isEmpty()
                ? Optional.empty()
                : engine.look(model -> seen.batches().stream()
                        .map(MonitoredBatch::cluster)
                        .filter(cluster -> !model.isUp(cluster))
                        .findFirst());
        if (missing.isPresent()) {
            throw clusterNotFound(missing.get());
        }
        return seen;
    }

    private static Complaint clusterNotFound(String cluster) {
        return new Complaint("Could not find cluster \"" + cluster + "\"", Complaint.SUBMISSION_ERROR);
    }

    private static Seen seen(MonitorArguments arguments, QmasterModel model, StandInGeneration generation) {
        List<MonitoredBatch> batches =
                arguments.wanted().map(wanted -> wanted.among(model)).orElseGet(model::list).stream()
                        .filter(batch -> arguments
                                .cluster()
                                .filter(cluster ->
                                        model.find(cluster, batch.id()).isEmpty())
                                .isEmpty())
                        .map(batch -> arguments
                                .wanted()
                                .map(wanted -> wanted.in(batch, generation))
                                .orElse(batch))
                        .toList();
        return new Seen(model.now(), batches);
    }

    private static String spoiled(String text, Fault.StatusFails.Answer fault) {
        return switch (fault) {
            case GARBLED -> text.replaceAll("[<>{}\\[\\]\"]", "\uFFFD");
            case TRUNCATED -> text.substring(0, text.length() / 2);
            case EMPTY, HANGS -> text;
        };
    }
}
