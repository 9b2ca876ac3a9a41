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
 * The model of a simulator. Used by the simulator and the stand-ins. Thread-safe.
 *
 * <p>Every call first advances the model to the present, and carries out the effects on outputs until then.
 */
public interface QmasterState {
    /**
     * A model that is stored in a directory, for several processes and threads at once. The directory is created by the
     * first command.
     *
     * @param directory its directory
     * @param scenario its scenario, which must equal that of an existing directory; if empty, the existing one, or
     *     {@code calm}
     * @param time the clock
     */
    static QmasterState inDirectory(Path directory, Optional<Scenario> scenario, Timekeeper time) {
        return inDirectory(
                directory, scenario, time, WorkListener.NONE, OutputMaker.asScenarioSays(), Optional.empty());
    }

    /**
     * As {@link #inDirectory(Path, Optional, Timekeeper)}, with an output maker.
     *
     * @param listener receives what this computer encodes
     * @param service the process that encodes, if it is not this one
     */
    static QmasterState inDirectory(
            Path directory,
            Optional<Scenario> scenario,
            Timekeeper time,
            WorkListener listener,
            OutputMaker maker,
            Optional<EncodingService> service) {
        return new DirectoryState(directory, scenario, time, Snapshots.ofThisProgram(), listener, maker, service);
    }

    /**
     * Executes a command now; it is stored before it takes effect.
     *
     * @throws EngineUnavailableException if the state cannot be accessed by the deadline; then nothing has happened
     */
    <A> A carryOut(Command<A> command, Deadline deadline) throws InterruptedException;

    /**
     * Queries the model; creates no directory.
     *
     * @throws EngineUnavailableException if the state cannot be accessed by the deadline
     */
    <A> A look(Function<QmasterModel, A> question, Deadline deadline) throws InterruptedException;

    /** Why a command could not be stored, as far as known without trying. */
    Optional<String> obstacle();

    /** Stops advancing the model between calls. */
    default void close() {}

    /** Where the state is stored, for messages. */
    String place();
}
