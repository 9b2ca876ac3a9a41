package io.qmaster.simulator;

import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.TranscodeEngine;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.domain.standard.WallClock;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Qmaster for machines without one: behaves as the engine does, and writes copies of the sources, or encodes them with ffmpeg
 * as their settings say (see {@link OutputMaker}).
 *
 * <p>In tests, hours pass in milliseconds and everything is repeatable:
 *
 * <pre>{@code
 * try (Qmaster qmaster = Qmaster.over(Simulator.onVirtualTime(Scenario.named("calm")))) {
 *     BatchResult result = qmaster.submitAndWait(request);
 * }
 * }</pre>
 *
 * <p>For programs, its queue lives in a directory, which several processes may use at once:
 *
 * <pre>{@code
 * Backend backend = Simulator.inDirectory(Path.of("/tmp/qmaster"), Scenario.named("calm"));
 * }</pre>
 *
 * <p>Safe for threads. Making one touches no file and starts no thread. It can do everything that a backend can.
 */
public sealed class Simulator implements Backend permits VirtualSimulator {
    /** The name of this backend. */
    public static final String NAME = "simulator";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final QmasterState state;
    private final Timekeeper time;
    private final TranscodeEngine engine;
    private final StatusSource statusSource;
    private final SettingCatalog settings;

    Simulator(QmasterState state, Timekeeper time, Optional<Path> directory, OutputMaker maker) {
        this.state = state;
        this.time = time;
        this.engine = new SimulatedEngine(state, time, maker);
        this.statusSource = new SimulatedStatus(state, time, directory.map(EncoderComplaints::new));
        this.settings = new SimulatedSettings(
                directory.map(folder -> folder.resolve("settings")),
                maker,
                () -> state.look(QmasterModel::scenario, soon()));
    }

    /**
     * A simulator on a virtual clock of its own, with no thread: what hangs lets virtual time pass, and outputs are written
     * at their time by alarms of the clock.
     */
    public static VirtualSimulator onVirtualTime(Scenario scenario) {
        return onVirtualTime(scenario, new VirtualClock());
    }

    /** A simulator on a given virtual clock. */
    public static VirtualSimulator onVirtualTime(Scenario scenario, VirtualClock clock) {
        return onVirtualTime(scenario, clock, OutputMaker.asScenarioSays());
    }

    /** The same with what makes outputs. The clock does not advance while a file is encoded. */
    public static VirtualSimulator onVirtualTime(Scenario scenario, VirtualClock clock, OutputMaker maker) {
        return new VirtualSimulator(scenario, clock, maker);
    }

    /**
     * A simulator whose queue lives in a directory, on the wall clock times the scenario's speed. The directory is made when
     * the first batch is submitted, and remembers its scenario.
     *
     * <p>A directory that was begun with another scenario is not used: calls fail with {@code SIMULATOR_SCENARIO_DIFFERS}.
     */
    public static Simulator inDirectory(Path directory, Scenario scenario) {
        return inDirectory(directory, Optional.of(scenario), new WallClock());
    }

    /** The same with the scenario that the directory was begun with; a new one is begun with {@code calm}. */
    public static Simulator inDirectory(Path directory) {
        return inDirectory(directory, Optional.empty(), new WallClock());
    }

    /**
     * The same with what makes outputs.
     *
     * @param scenario what a new directory is begun with, and one that is there must have been begun with; if empty, {@code
     *     calm} or whatever it was begun with
     */
    public static Simulator inDirectory(Path directory, Optional<Scenario> scenario, OutputMaker maker) {
        return inDirectory(directory, scenario, new WallClock(), maker);
    }

    /** The same, for a program whose processes are short: another process encodes, and ends when nothing is left to do. */
    public static Simulator inDirectory(
            Path directory, Optional<Scenario> scenario, OutputMaker maker, EncodingService service) {
        WallClock time = new WallClock();
        return new Simulator(
                QmasterState.inDirectory(directory, scenario, time, WorkListener.NONE, maker, service),
                time,
                Optional.of(directory),
                maker);
    }

    /** The same on the time of a timekeeper, so that a test need not wait. */
    static Simulator inDirectory(Path directory, Optional<Scenario> scenario, Timekeeper time) {
        return inDirectory(directory, scenario, time, OutputMaker.asScenarioSays());
    }

    static Simulator inDirectory(Path directory, Optional<Scenario> scenario, Timekeeper time, OutputMaker maker) {
        return new Simulator(
                QmasterState.inDirectory(directory, scenario, time, WorkListener.NONE, maker),
                time,
                Optional.of(directory),
                maker);
    }

    @Override
    public final String name() {
        return NAME;
    }

    @Override
    public final TranscodeEngine engine() {
        return engine;
    }

    @Override
    public final StatusSource statusSource() {
        return statusSource;
    }

    @Override
    public final SettingCatalog settings() {
        return settings;
    }

    @Override
    public final Timekeeper timekeeper() {
        return time;
    }

    /**
     * From now on, writes no output of its own accord where its queue lives in a directory; whichever process uses the directory
     * next goes on with it. One on virtual time goes on.
     */
    @Override
    public final void close() {
        state.close();
    }

    @Override
    public final Set<Capability> capabilities() {
        // Outputs may be copies of their sources.
        return EnumSet.complementOf(EnumSet.of(Capability.ENCODES));
    }

    /**
     * Everything that has happened in the engine until now, one JSON object a line: the same scenario and the same calls at
     * the same times give the same lines, byte for byte. Ids hang on the directory too.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    public final List<String> eventLog() throws InterruptedException {
        return state.look(QmasterModel::log, soon());
    }

    /**
     * Stops the controller of a cluster now.
     *
     * @throws IllegalArgumentException if the scenario has no such cluster
     * @throws InterruptedException if the thread was interrupted
     */
    public final void takeDown(String cluster) throws InterruptedException {
        setController(cluster, false);
    }

    /**
     * Starts the controller of a cluster again.
     *
     * @throws IllegalArgumentException if the scenario has no such cluster
     * @throws InterruptedException if the thread was interrupted
     */
    public final void bringUp(String cluster) throws InterruptedException {
        setController(cluster, true);
    }

    private void setController(String cluster, boolean up) throws InterruptedException {
        if (!state.carryOut(new Command.SetController(cluster, up), soon())) {
            throw new IllegalArgumentException("the scenario has no cluster named \"" + cluster + "\"");
        }
    }

    private Deadline soon() {
        return Deadline.after(PATIENCE, time);
    }
}
