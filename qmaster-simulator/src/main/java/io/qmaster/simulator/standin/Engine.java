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
 * The engine behind a program.
 *
 * @param generation what the program speaks like
 * @param state the queue
 * @param firstCall whether the program has never been called before; asked once a call
 * @param service starts the background service unless it runs; told whether it keeps the output of this program open
 */
record Engine(StandInGeneration generation, QmasterState state, BooleanSupplier firstCall, Consumer<Boolean> service) {
    /** How outputs are made: as the scenario of the queue says. */
    OutputMaker maker() {
        return OutputMaker.asScenarioSays();
    }

    /**
     * Starts the background service unless it runs. What was done before is done, so that its answer must come even if there
     * can be no service: then whoever calls next does what is due.
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

    /** Nobody limits how long a real program takes. */
    <A> A carryOut(Command<A> command) throws InterruptedException {
        return state.carryOut(command, Deadline.NEVER);
    }

    <A> A look(Function<QmasterModel, A> question) throws InterruptedException {
        return state.look(question, Deadline.NEVER);
    }
}
