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
 * Stand-in applications in a folder: programs in place of Compressor and Batch Monitor, with a simulated Qmaster behind
 * them.
 *
 * <p>The queue is in the folder too, and any number of processes may use it at once. It goes on by itself: the first
 * submission starts a background service, which leaves a moment after the queue is empty. With Compressor 4, or where the
 * scenario asks for it, it keeps the output of every call that submits open. Without it, killed for instance, the next call
 * does whatever is due.
 *
 * <p>The programs need a POSIX shell, and the Java and the jar files that they were installed with. Immutable and safe for
 * threads.
 *
 * @param folder where it is installed
 * @param generation what it speaks like
 */
public record StandIn(Path folder, StandInGeneration generation) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Takes an absolute path. */
    public StandIn {
        folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Lays down the applications and begins a queue. Installing the same again changes nothing but the programs.
     *
     * <p>The scenario's times count from now. Whatever it says, a job of Compressor 4 waits until an old output is deleted,
     * and Compressor 5.2 replaces the extension of an output by the setting's.
     *
     * @param folder where to; is made if it is not there
     * @param generation what to speak like
     * @param scenario what the engine is like
     * @throws EngineUnavailableException if the folder holds a queue that was begun with another scenario
     * @throws IOException if something cannot be written, or an application of that name is there that is none of a
     *     stand-in: it is not replaced
     * @throws InterruptedException if the thread was interrupted
     */
    public static StandIn install(Path folder, StandInGeneration generation, Scenario scenario)
            throws IOException, InterruptedException {
        StandIn standIn = withQueue(folder, generation, scenario);
        return standIn.laidDown(StandInJava.preparedIn(standIn.place().java()));
    }

    /** The same with the ffmpeg that encodes if the scenario has outputs encoded. */
    public static StandIn install(Path folder, StandInGeneration generation, Scenario scenario, Path ffmpeg)
            throws IOException, InterruptedException {
        StandIn standIn = withQueue(folder, generation, scenario);
        return standIn.laidDown(StandInJava.preparedIn(standIn.place().java()).encodingWith(ffmpeg));
    }

    /** The same with what was prepared before, which takes a moment only. */
    public static StandIn install(Path folder, StandInGeneration generation, Scenario scenario, StandInJava java)
            throws IOException, InterruptedException {
        return withQueue(folder, generation, scenario).laidDown(java);
    }

    /** The queue comes first: it may be refused, and the programs take their time. */
    private static StandIn withQueue(Path folder, StandInGeneration generation, Scenario scenario)
            throws IOException, InterruptedException {
        StandIn standIn = new StandIn(folder, generation);
        new ApplicationBundle(standIn.place()).requireNoOther();
        // Nobody else may replace programs that are run as Compressor, whatever the umask.
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
     * Lays down {@code Compressor Creator Studio.app}, the edition of 2026, which speaks like Compressor 5.2.
     *
     * @param folder where to; is made if it is not there
     * @param scenario what the engine is like
     * @throws EngineUnavailableException as {@link #install(Path, StandInGeneration, Scenario)}
     * @throws IOException as {@link #install(Path, StandInGeneration, Scenario)}
     * @throws InterruptedException if the thread was interrupted
     */
    public static StandIn installCreatorStudio(Path folder, Scenario scenario)
            throws IOException, InterruptedException {
        makeCreatorStudio(folder);
        return install(folder, StandInGeneration.COMPRESSOR_5_2, scenario);
    }

    /** The same with the ffmpeg that encodes if the scenario has outputs encoded. */
    public static StandIn installCreatorStudio(Path folder, Scenario scenario, Path ffmpeg)
            throws IOException, InterruptedException {
        makeCreatorStudio(folder);
        return install(folder, StandInGeneration.COMPRESSOR_5_2, scenario, ffmpeg);
    }

    private static void makeCreatorStudio(Path folder) throws IOException {
        StandIn standIn = new StandIn(folder, StandInGeneration.COMPRESSOR_5_2);
        PrivateFiles.makeFolder(standIn.place().root());
        PrivateFiles.makeFolder(standIn.place().creatorStudio());
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

    /** The folder of the queue: what {@link io.qmaster.simulator.Simulator#inDirectory(Path)} takes. */
    public Path state() {
        return place().state();
    }

    /**
     * The file of a setting that comes with it.
     *
     * @param name the name that people see; of several the one that Compressor's own settings list first
     * @throws IllegalArgumentException if there is none
     */
    public Path builtInSetting(String name) {
        return ShippedSetting.ALL.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .map(place()::setting)
                .orElseThrow(() -> new IllegalArgumentException("no setting is called \"" + name + "\""));
    }

    private Installation place() {
        return new Installation(folder, generation);
    }

    /** A scenario with what is usual in a generation. */
    static Scenario asUsualIn(StandInGeneration generation, Scenario scenario) {
        return switch (generation) {
            case COMPRESSOR_4 -> scenario.waitingForOldOutputs();
            case COMPRESSOR_5_2 -> scenario.replacingExtensions();
            case FINAL_CUT_STUDIO, COMPRESSOR_5_4 -> scenario;
        };
    }
}
