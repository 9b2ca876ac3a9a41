package io.qmaster.simulator.standin;

import io.qmaster.domain.port.Timekeeper;
import io.qmaster.simulator.OutputMaker;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.ShippedSetting;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.scenario.Scenario;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Executes typical commands in a temporary folder, to load all classes that a program loads. */
final class Rehearsal {
    private static final Duration AN_ENCODING = Duration.ofMillis(20);
    private static final int MANY_COMMANDS = 120;
    private static final byte[] SMALLEST_MOVIE = "\0\0\0\bmoov\0\0\0\bmdat".getBytes(StandardCharsets.ISO_8859_1);

    private final StandInGeneration generation;
    private final Timekeeper time;

    Rehearsal(StandInGeneration generation, Timekeeper time) {
        this.generation = generation;
        this.time = time;
    }

    void play() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("qmaster-rehearsal");
        try {
            play(new Installation(folder, generation));
        } finally {
            remove(folder);
        }
    }

    private void play(Installation installation) throws IOException, InterruptedException {
        Path source = Files.write(installation.root().resolve("clip.mov"), SMALLEST_MOVIE);
        Path setting = ShippedSetting.ALL.get(0).layDown(installation.root().resolve("a.setting"), "a");
        Files.createDirectories(installation.service().getParent());
        Files.setPosixFilePermissions(
                Files.writeString(installation.service(), "#!/bin/sh\n"), PosixFilePermissions.fromString("rwx------"));
        Compressor compressor = new Compressor(engine(installation), environment(installation.root()));
        String output = generation == StandInGeneration.FINAL_CUT_STUDIO ? "-destinationpath" : "-locationpath";
        List<String> submission = List.of(
                "-batchname",
                "rehearsal",
                "-jobpath",
                source.toString(),
                "-settingpath",
                setting.toString(),
                output,
                installation.root().resolve("out.m4v").toString());
        compressor.run(submission);
        makeManyCommands(installation);
        if (generation.hasBatchMonitor()) {
            run(StandInMain.Role.BATCH_MONITOR, installation, List.of("-batchid", "none", "-query", "0"));
            return;
        }
        run(StandInMain.Role.COMPRESSOR, installation, List.of("-help"));
        run(StandInMain.Role.COMPRESSOR, installation, List.of("-monitor", "-once"));
        run(StandInMain.Role.COMPRESSOR, installation, List.of("-kill", "-batchid", "none"));
        if (generation == StandInGeneration.COMPRESSOR_5_4) {
            List<String> json = new ArrayList<>(submission);
            json.addAll(List.of("-outputformat", "json"));
            run(StandInMain.Role.COMPRESSOR, installation, json);
            run(StandInMain.Role.COMPRESSOR, installation, List.of("-monitor", "-once", "-outputformat", "json"));
        } else if (generation == StandInGeneration.COMPRESSOR_5_2) {
            run(StandInMain.Role.COMPRESSOR, installation, List.of("-monitor", "-format", "json", "-once"));
        }
    }

    /** The same as in a process of its own. */
    private static void run(StandInMain.Role role, Installation installation, List<String> arguments)
            throws IOException, InterruptedException {
        StandInGeneration generation =
                StandInGeneration.of(installation.generation().word());
        StandInMain.run(role, installation, generation, arguments);
    }

    private Engine engine(Installation installation) {
        Scenario quick = Scenario.parse(
                "{\"speed\": 1000, \"clusters\": [{\"name\": \"A Cluster\", \"nodes\": [{\"name\": \"node-1\"}]}]}");
        QmasterState state = QmasterState.inDirectory(
                installation.state(),
                Optional.of(quick),
                time,
                new TranscoderLog(installation.transcoderLog(), ZoneId.systemDefault()),
                OutputMaker.asScenarioSays(),
                Optional.empty());
        return new Engine(generation, state, () -> true, held -> new ServiceStart(installation, time).ensure(held));
    }

    /** A later process finds a batch that has ended, and enough commands for a snapshot. */
    private void makeManyCommands(Installation installation) throws InterruptedException {
        time.pause(AN_ENCODING);
        Engine meanwhile = engine(installation);
        for (int number = 0; number < MANY_COMMANDS; number++) {
            meanwhile.carryOut(new Command.Tick());
        }
    }

    private ProgramEnvironment environment(Path folder) {
        ProgramEnvironment real = ProgramEnvironment.ofThisProcess(generation, time);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new ProgramEnvironment(
                nowhere,
                nowhere,
                time,
                real.zone(),
                Language.HUNGARIAN,
                real.user(),
                real.process(),
                real.thread(),
                folder);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
