package io.qmaster.simulator.standin;

import io.qmaster.domain.EngineUnavailableException;
import java.util.List;

/** A program that takes arguments and ends with an exit code. */
abstract class Program {
    private final String name;
    private final Flags flags;
    private final Engine engine;
    private final ProgramEnvironment environment;

    Program(String name, Flags flags, Engine engine, ProgramEnvironment environment) {
        this.name = name;
        this.flags = flags;
        this.engine = engine;
        this.environment = environment;
    }

    /** Runs it; returns its exit code. */
    final int run(List<String> arguments) throws InterruptedException {
        begin();
        if (arguments.contains("-help") || arguments.isEmpty()) {
            environment.out().print(flags.help(name, engine.generation()));
            environment.out().flush();
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

    final ProgramEnvironment environment() {
        return environment;
    }

    final void complain(String words) {
        environment.err().print(words + "\n");
        environment.err().flush();
    }
}
