package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Deadline;
import io.qmaster.simulator.OutputMaker;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.QmasterModel;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The simulated engine of a program.
 *
 * @param firstCall whether this is the first call of the program; evaluated once
 * @param service starts the background service unless it runs; the argument is whether it keeps the output of this
 *     program open
 */
record Engine(StandInGeneration generation, QmasterState state, BooleanSupplier firstCall, Consumer<Boolean> service) {
    /** How outputs are written: according to the scenario of the queue. */
    OutputMaker maker() {
        return OutputMaker.asScenarioSays();
    }

    /**
     * Starts the background service unless it runs. A failure is only logged, since the command has been executed and
     * must be answered; the next call then advances the queue.
     *
     * @param held whether it keeps the output of this program open
     */
    void startService(SystemLog log, boolean held) {
        try {
            service.accept(held);
        } catch (UncheckedIOException failed) {
            log.say("the background service cannot be started: "
                    + Objects.requireNonNull(failed.getCause()).getMessage());
        }
    }

    /** Without a deadline, as in the real program. */
    <A> A carryOut(Command<A> command) throws InterruptedException {
        return state.carryOut(command, Deadline.NEVER);
    }

    <A> A look(Function<QmasterModel, A> question) throws InterruptedException {
        return state.look(question, Deadline.NEVER);
    }
}
