package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Deadline;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.QmasterModel;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The engine behind a program.
 *
 * @param generation what the program speaks like
 * @param state the queue
 * @param firstCall whether the program has never been called before; asked once a call
 * @param service starts the background service unless it runs
 */
record Engine(StandInGeneration generation, QmasterState state, BooleanSupplier firstCall, Runnable service) {
    /** Nobody limits how long a real program takes. */
    <A> A carryOut(Command<A> command) throws InterruptedException {
        return state.carryOut(command, Deadline.NEVER);
    }

    <A> A look(Function<QmasterModel, A> question) throws InterruptedException {
        return state.look(question, Deadline.NEVER);
    }
}
