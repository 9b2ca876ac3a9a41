package io.qmaster.simulator.standin;

import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.standard.WallClock;
import io.qmaster.simulator.PrivateFiles;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.ShippedSetting;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stand-in applications in a folder: programs that replace Compressor and Batch Monitor, with a simulated Qmaster. For
 * tests of programs that run the real ones.
 *
 * <p>The queue is also in the folder; any number of processes can use it at once. The first submission starts a
 * background service, which advances the queue and ends shortly after it is empty. With Compressor 4, or if the
 * scenario requires it, the service keeps the output of every submitting call open. If the service was killed, the next
 * call advances the queue.
 *
 * <p>The programs need a POSIX shell, and the Java runtime and jar files of their installation. Immutable and
 * thread-safe.
 *
 * @param folder where it is installed
 *
 * @param generation the imitated generation
 */
public record StandIn(Path folder, StandInGeneration generation) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Makes the path absolute. */
    public StandIn {
        folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Installs the applications and creates a queue. Installing again replaces only the programs.
     *
     * <p>The times of the scenario start now. With every scenario, a job of Compressor 4 waits until an old output is
     * deleted, and Compressor 5.2 replaces the extension of an output with the setting's.
     *
     * @param folder where to install; created if it does not exist
     * @param generation the generation to imitate
     * @param scenario the configuration of the engine
     * @throws EngineUnavailableException if the folder contains a queue of another scenario
     * @throws IOException if a file cannot be written, or another application of that name exists, which is not
     *     replaced
     * @throws InterruptedException if the thread was interrupted
     */
    public static StandIn install(Path folder, StandInGeneration generation, Scenario scenario)
            throws IOException, InterruptedException {
        return install(folder, generation, scenario, Optional.empty());
    }

    /**
     * As {@link #install(Path, StandInGeneration, Scenario)}, with the ffmpeg for scenarios with encoded outputs. Without
     * it, the programs search for one.
     */
    public static StandIn install(Path folder, StandInGeneration generation, Scenario scenario, Optional<Path> ffmpeg)
            throws IOException, InterruptedException {
        StandIn standIn = withQueue(folder, generation, scenario);
        StandInJava java = StandInJava.preparedIn(standIn.place().java());
        return standIn.laidDown(ffmpeg.map(java::encodingWith).orElse(java));
    }

    /** As {@link #install(Path, StandInGeneration, Scenario)}, with a prepared Java command, which is faster. */
    public static StandIn install(Path folder, StandInGeneration generation, Scenario scenario, StandInJava java)
            throws IOException, InterruptedException {
        return withQueue(folder, generation, scenario).laidDown(java);
    }

    /** Creates the queue first: that can fail, and writing the programs takes longer. */
    private static StandIn withQueue(Path folder, StandInGeneration generation, Scenario scenario)
            throws IOException, InterruptedException {
        StandIn standIn = new StandIn(folder, generation);
        new ApplicationBundle(standIn.place()).requireNoOther();
        // Other users must not be able to replace these programs, whatever the umask.
        PrivateFiles.makeFolder(standIn.place().root());
        for (Path application : standIn.applications()) {
            PrivateFiles.makeFolder(application);
            PrivateFiles.restrict(application);
        }
        WallClock time = new WallClock();
        QmasterState.inDirectory(standIn.state(), Optional.of(asUsualIn(generation, scenario)), time)
                .carryOut(new Command.Tick(), Deadline.after(PATIENCE, time));
        return standIn;
    }

    /**
     * Installs {@code Compressor Creator Studio.app}, the edition of 2026, as Compressor 5.2. The parameters and errors
     * are those of {@link #install(Path, StandInGeneration, Scenario, Optional)}.
     */
    public static StandIn installCreatorStudio(Path folder, Scenario scenario, Optional<Path> ffmpeg)
            throws IOException, InterruptedException {
        StandIn standIn = new StandIn(folder, StandInGeneration.COMPRESSOR_5_2);
        PrivateFiles.makeFolder(standIn.place().root());
        PrivateFiles.makeFolder(standIn.place().creatorStudio());
        return install(folder, StandInGeneration.COMPRESSOR_5_2, scenario, ffmpeg);
    }

    private StandIn laidDown(StandInJava java) throws IOException {
        new ApplicationBundle(place()).layDown(java);
        for (Path application : applications()) {
            PrivateFiles.restrict(application);
        }
        return this;
    }

    private List<Path> applications() {
        return generation.hasBatchMonitor()
                ? List.of(place().application(), place().monitorApplication())
                : List.of(place().application());
    }

    /** The executable of Compressor. */
    public Path compressor() {
        return place().compressor();
    }

    /** The executable of Batch Monitor, if the generation has one. */
    public Optional<Path> batchMonitor() {
        return generation.hasBatchMonitor() ? Optional.of(place().batchMonitor()) : Optional.empty();
    }

    /** The folder of the queue, for {@link io.qmaster.simulator.Simulator#inDirectory(Path)}. */
    public Path state() {
        return place().state();
    }

    /**
     * The file of a built-in setting.
     *
     * @param name the display name; if several have it, the first counts
     * @throws IllegalArgumentException if there is none
     */
    public Path builtInSetting(String name) {
        return ShippedSetting.ALL.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .map(place()::setting)
                .orElseThrow(() -> new IllegalArgumentException("there is no built-in setting \"" + name + "\""));
    }

    private Installation place() {
        return new Installation(folder, generation);
    }

    /** A scenario with the usual behaviour of a generation. */
    static Scenario asUsualIn(StandInGeneration generation, Scenario scenario) {
        return switch (generation) {
            case COMPRESSOR_4 -> scenario.waitingForOldOutputs();
            case COMPRESSOR_5_2 -> scenario.replacingExtensions();
            case FINAL_CUT_STUDIO, COMPRESSOR_5_4 -> scenario;
        };
    }
}
