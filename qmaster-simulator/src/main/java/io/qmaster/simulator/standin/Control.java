package io.qmaster.simulator.standin;

import io.qmaster.domain.ControlAction;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.ControlAnswer;
import io.qmaster.simulator.model.MonitoredBatch;
import java.util.Optional;

/** Cancels, pauses and resumes. The error messages of the real programs are not known. */
final class Control {
    private final Engine engine;
    private final SystemLog log;

    Control(Engine engine, SystemLog log) {
        this.engine = engine;
        this.log = log;
    }

    int carryOut(CommandLine line, ControlAction action) throws Complaint, InterruptedException {
        Wanted wanted = Wanted.of(line).orElseThrow(() -> Complaint.parameter("no -batchid to " + action.word()));
        Optional<MonitoredBatch> batch =
                engine.look(model -> wanted.among(model).stream().findFirst());
        if (batch.isEmpty()) {
            throw new Complaint("Could not find batch " + wanted.id(), Complaint.SUBMISSION_ERROR);
        }
        ControlAnswer answer = engine.carryOut(new Command.Control(
                batch.get().cluster(), batch.get().id(), wanted.jobsIn(batch.get(), engine.generation()), action));
        return switch (answer) {
            case DONE -> {
                // The service ended if all remaining jobs were on hold.
                engine.startService(log, false);
                yield 0;
            }
            case NO_SUCH_BATCH ->
                throw new Complaint("Could not find batch " + wanted.id(), Complaint.SUBMISSION_ERROR);
            case CLUSTER_NOT_FOUND ->
                throw new Complaint(
                        "Could not find cluster \"" + batch.get().cluster() + "\"", Complaint.SUBMISSION_ERROR);
        };
    }
}
