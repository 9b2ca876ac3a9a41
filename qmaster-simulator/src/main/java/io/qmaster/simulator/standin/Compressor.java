package io.qmaster.simulator.standin;

import io.qmaster.domain.ControlAction;
import io.qmaster.simulator.model.QmasterModel;
import java.util.Map;
import java.util.Optional;

/** The program Compressor: submits batches; from version 4, it also monitors, cancels, pauses and resumes them. */
final class Compressor extends Program {
    private static final Map<String, ControlAction> CONTROLS =
            Map.of("-kill", ControlAction.CANCEL, "-pause", ControlAction.PAUSE, "-resume", ControlAction.RESUME);

    private final StandInGeneration generation;
    private final SystemLog log;

    Compressor(Engine engine, ProgramEnvironment environment) {
        super("Compressor", Flags.ofCompressor(engine.generation()), engine, environment);
        this.generation = engine.generation();
        this.log = new SystemLog(environment);
    }

    @Override
    void begin() {
        if (generation.isFifth() && engine().firstCall().getAsBoolean()) {
            Noise.ofFirstCall(generation, environment());
        }
        Noise.ofCall(generation, log);
    }

    @Override
    int run(CommandLine line) throws Complaint, InterruptedException {
        AnswerForm form = AnswerForm.askedFor(line, generation);
        if (line.has("-monitor")) {
            return monitor(MonitorArguments.ofCompressor(line, form));
        }
        for (Map.Entry<String, ControlAction> control : CONTROLS.entrySet()) {
            if (line.has(control.getKey())) {
                return new Control(engine(), log).carryOut(line, control.getValue());
            }
        }
        Optional<Integer> other = new OtherCommands(engine(), environment()).carryOut(line);
        return other.isPresent()
                ? other.get()
                : new Submitting(engine(), environment(), log)
                        .submit(SubmissionArguments.of(line, environment().folder()), form);
    }

    private int monitor(MonitorArguments arguments) throws Complaint, InterruptedException {
        int exitCode = new Monitor(engine(), environment()).watch(arguments);
        if (generation.keepsOutputsOpen() && engine().look(QmasterModel::goesOn)) {
            engine().startService(log, true);
        }
        return exitCode;
    }
}
