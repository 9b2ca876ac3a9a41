package io.qmaster.simulator.standin;

import io.qmaster.domain.EngineUnavailableException;
import java.util.List;

/** A program that takes arguments and ends with an exit code. */
abstract class Program {
    private final String name;
    private final Flags flags;
    private final Engine engine;
    private final Surroundings around;

    Program(String name, Flags flags, Engine engine, Surroundings around) {
        this.name = name;
        this.flags = flags;
        this.engine = engine;
        this.around = around;
    }

    /** Runs it; returns its exit code. */
    final int run(List<String> arguments) throws InterruptedException {
        begin();
        if (arguments.contains("-help") || arguments.isEmpty()) {
            around.out().print(flags.help(name, engine.generation()));
            around.out().flush();
            return 0;
        }
        try {
            return run(CommandLine.of(arguments, flags));
        } catch (Complaint complaint) {
            complain(complaint.words());
            return engine.generation().exitCode(complaint.exitCode());
        } catch (EngineUnavailableException broken) {
            complain("Submission Error: " + broken.getMessage());
            return engine.generation().exitCode(Complaint.SUBMISSION_ERROR);
        }
    }

    /** Called before the arguments are parsed. */
    abstract void begin();

    abstract int run(CommandLine line) throws Complaint, InterruptedException;

    final Engine engine() {
        return engine;
    }

    final Surroundings around() {
        return around;
    }

    final void complain(String words) {
        around.err().print(words + "\n");
        around.err().flush();
    }
}
