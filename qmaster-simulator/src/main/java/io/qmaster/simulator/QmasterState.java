package io.qmaster.simulator;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.port.Deadline;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.QmasterModel;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one model behind a simulator, always as of now. Safe for threads.
 *
 * <p>Whoever comes lets the model's time pass up to the present first, and carries out what became of outputs meanwhile.
 */
interface QmasterState {
    /**
     * Carries out a command now; it is remembered before it takes effect.
     *
     * @throws EngineUnavailableException if the state cannot be reached by the deadline; then nothing has happened
     */
    <A> A carryOut(Command<A> command, Deadline deadline) throws InterruptedException;

    /**
     * Asks the model; changes nothing, not even a directory that is not there yet.
     *
     * @throws EngineUnavailableException if the state cannot be reached by the deadline
     */
    <A> A look(Function<QmasterModel, A> question, Deadline deadline) throws InterruptedException;

    /** Why a command could not be remembered, as far as can be seen without trying. */
    Optional<String> obstacle();

    /** Where the state lives, for people. */
    String place();
}
