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
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.scenario.Scenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A simulated Qmaster: behaves as the engine does, and copies the sources, or encodes them with ffmpeg according to
 * their settings (see {@link OutputMaker}). For users of the library, who pass it to {@link io.qmaster.domain.Qmaster}.
 *
 * <p>In tests, hours pass in milliseconds, and results are repeatable:
 *
 * <pre>{@code
 * try (Qmaster qmaster = Qmaster.over(Simulator.onVirtualTime(Scenario.named("calm")))) {
 *     BatchResult result = qmaster.submitAndWait(request);
 * }
 * }</pre>
 *
 * <p>In programs, its queue is stored in a directory, which several processes can use at once:
 *
 * <pre>{@code
 * Backend backend = Simulator.inDirectory(Path.of("/tmp/qmaster"), Scenario.named("calm"));
 * }</pre>
 *
 * <p>Thread-safe. Creating it accesses no file and starts no thread. It has all capabilities of a backend except that
 * its outputs may be copies.
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
     * A simulator on its own virtual clock, without threads: a call that hangs advances the virtual time, and alarms of
     * the clock write outputs.
     */
    public static VirtualSimulator onVirtualTime(Scenario scenario) {
        return onVirtualTime(scenario, new VirtualClock());
    }

    /** A simulator on a given virtual clock. */
    public static VirtualSimulator onVirtualTime(Scenario scenario, VirtualClock clock) {
        return onVirtualTime(scenario, clock, OutputMaker.asScenarioSays());
    }

    /**
     * As {@link #onVirtualTime(Scenario, VirtualClock)}, with an output maker. The clock is stopped while a file is
     * encoded.
     */
    public static VirtualSimulator onVirtualTime(Scenario scenario, VirtualClock clock, OutputMaker maker) {
        return new VirtualSimulator(scenario, clock, maker);
    }

    /**
     * A simulator whose queue is stored in a directory, on the wall clock times the scenario's speed. The directory is
     * created by the first submission, and stores its scenario.
     *
     * <p>If an existing directory has another scenario, calls fail with {@code SIMULATOR_SCENARIO_DIFFERS}.
     */
    public static Simulator inDirectory(Path directory, Scenario scenario) {
        return inDirectory(directory, Optional.of(scenario), new WallClock());
    }

    /** As {@link #inDirectory(Path, Scenario)}, with the scenario of the directory; {@code calm} for a new one. */
    public static Simulator inDirectory(Path directory) {
        return inDirectory(directory, Optional.empty(), new WallClock());
    }

    /**
     * As {@link #inDirectory(Path, Scenario)}, with an output maker.
     *
     * @param scenario the scenario, which must equal that of an existing directory; if empty, the existing one, or
     *     {@code calm}
     */
    public static Simulator inDirectory(Path directory, Optional<Scenario> scenario, OutputMaker maker) {
        return inDirectory(directory, scenario, new WallClock(), maker, Optional.empty());
    }

    /**
     * As {@link #inDirectory(Path, Optional, OutputMaker)}, for a program whose processes are short: another process
     * encodes, and ends when nothing is left to do.
     */
    public static Simulator inDirectory(
            Path directory, Optional<Scenario> scenario, OutputMaker maker, EncodingService service) {
        return inDirectory(directory, scenario, new WallClock(), maker, Optional.of(service));
    }

    /** As {@link #inDirectory(Path, Scenario)}, on the time of a timekeeper, for tests. */
    static Simulator inDirectory(Path directory, Optional<Scenario> scenario, Timekeeper time) {
        return inDirectory(directory, scenario, time, OutputMaker.asScenarioSays(), Optional.empty());
    }

    private static Simulator inDirectory(
            Path directory,
            Optional<Scenario> scenario,
            Timekeeper time,
            OutputMaker maker,
            Optional<EncodingService> service) {
        return new Simulator(
                QmasterState.inDirectory(directory, scenario, time, WorkListener.NONE, maker, service),
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
     * Stops writing outputs between calls if the queue is in a directory; the next process that uses the directory
     * continues. Has no effect on virtual time.
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
     * The engine's event log, one JSON object a line: the same scenario and the same calls at the same times give the
     * same lines, byte for byte. Ids also depend on the directory.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    public final List<String> eventLog() throws InterruptedException {
        return state.look(QmasterModel::log, soon());
    }

    private Deadline soon() {
        return Deadline.after(PATIENCE, time);
    }
}
