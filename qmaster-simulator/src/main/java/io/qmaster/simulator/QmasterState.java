package io.qmaster.simulator;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The one model behind a simulator, always as of now. Safe for threads.
 *
 * <p>Whoever comes lets the model's time pass up to the present first, and carries out what became of outputs meanwhile.
 */
public interface QmasterState {
    /**
     * A model that lives in a directory, for several processes and threads at once. Touches nothing yet.
     *
     * @param directory where it lives; is made with the first command
     * @param scenario what a new one is begun with, and one that is there must have been begun with; if empty, {@code calm}
     *     or whatever it was begun with
     * @param time what time it is
     */
    static QmasterState inDirectory(Path directory, Optional<Scenario> scenario, Timekeeper time) {
        return inDirectory(directory, scenario, time, WorkListener.NONE);
    }

    /** The same with a listener to what this computer works on. */
    static QmasterState inDirectory(
            Path directory, Optional<Scenario> scenario, Timekeeper time, WorkListener listener) {
        return inDirectory(directory, scenario, time, listener, OutputMaker.asScenarioSays());
    }

    /** The same with what makes outputs. */
    static QmasterState inDirectory(
            Path directory, Optional<Scenario> scenario, Timekeeper time, WorkListener listener, OutputMaker maker) {
        return new DirectoryState(
                directory, scenario, time, Snapshots.ofThisProgram(), listener, maker, Optional.empty());
    }

    /** The same, in a process that encodes nothing itself. */
    static QmasterState inDirectory(
            Path directory,
            Optional<Scenario> scenario,
            Timekeeper time,
            WorkListener listener,
            OutputMaker maker,
            EncodingService service) {
        return new DirectoryState(
                directory, scenario, time, Snapshots.ofThisProgram(), listener, maker, Optional.of(service));
    }

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

    /** From now on goes on only when it is asked. */
    default void close() {}

    /** Where the state lives, for people. */
    String place();
}
