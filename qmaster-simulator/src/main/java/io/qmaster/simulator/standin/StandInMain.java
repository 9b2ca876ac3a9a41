package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import io.qmaster.simulator.EncodingService;
import io.qmaster.simulator.OutputMaker;
import io.qmaster.simulator.PrivateFiles;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.WorkListener;
import io.qmaster.simulator.encode.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The main class of the launchers. Its arguments are the role, the folder of the installation, the generation, and the
 * arguments of the program.
 */
final class StandInMain {
    /** The role of a process. */
    enum Role {
        COMPRESSOR,
        BATCH_MONITOR,
        SERVICE,
        REHEARSAL,
        /** Encodes for the queue of a simulator without stand-ins. */
        QUEUE
    }

    private StandInMain() {}

    /** Runs a program and exits with its exit code. */
    public static void main(String[] arguments) throws Exception {
        Role role = Role.valueOf(arguments[0]);
        if (role == Role.REHEARSAL) {
            for (StandInGeneration generation : StandInGeneration.values()) {
                new Rehearsal(generation, new WallClock()).play();
            }
            System.exit(0);
        }
        if (role == Role.QUEUE) {
            encode(Path.of(arguments[1]), arguments.length > 2 ? Optional.of(Path.of(arguments[2])) : Optional.empty());
            System.exit(0);
        }
        StandInGeneration generation = StandInGeneration.of(arguments[2]);
        Installation installation = new Installation(Path.of(arguments[1]), generation);
        List<String> own = Arrays.asList(arguments).subList(3, arguments.length);
        System.exit(run(role, installation, generation, own));
    }

    private static void encode(Path directory, Optional<Path> ffmpeg) throws IOException, InterruptedException {
        Timekeeper time = new WallClock();
        QmasterState state = QmasterState.inDirectory(
                directory,
                Optional.empty(),
                time,
                WorkListener.NONE,
                OutputMaker.encoding(() -> Ffmpeg.find(ffmpeg, System.getenv())),
                Optional.empty());
        new BackgroundService(state, new ServiceMark(directory, time), time).work();
    }

    /** Runs a program, and returns its exit code. */
    static int run(Role role, Installation installation, StandInGeneration generation, List<String> arguments)
            throws IOException, InterruptedException {
        Timekeeper time = new WallClock();
        WorkListener log = new TranscoderLog(installation.transcoderLog(), ZoneId.systemDefault());
        Optional<EncodingService> service = role == Role.SERVICE
                ? Optional.empty()
                : Optional.of(directory -> new ServiceStart(installation, time).ensure(false));
        QmasterState state = QmasterState.inDirectory(
                installation.state(), Optional.empty(), time, log, OutputMaker.asScenarioSays(), service);
        Engine engine = new Engine(
                generation,
                state,
                () -> isFirst(installation),
                held -> new ServiceStart(installation, time).ensure(held));
        ProgramEnvironment environment = ProgramEnvironment.ofThisProcess(generation, time);
        return switch (role) {
            case COMPRESSOR -> new Compressor(engine, environment).run(arguments);
            case BATCH_MONITOR -> new BatchMonitor(engine, environment).run(arguments);
            case SERVICE -> new BackgroundService(state, new ServiceMark(installation.state(), time), time).work();
            case REHEARSAL, QUEUE -> throw new IllegalArgumentException(role + " has no installation");
        };
    }

    private static boolean isFirst(Installation installation) {
        try {
            return PrivateFiles.makeFile(installation.purchase());
        } catch (IOException unwritable) {
            return true;
        }
    }
}
