package io.qmaster.it;

import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.compressor.Dialect;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.standard.WallClock;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandIn;
import io.qmaster.simulator.standin.StandInGeneration;
import io.qmaster.simulator.standin.StandInJava;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder that replaces a Mac, with stand-in applications that run as processes. */
final class StandInMac {
    /** A file that looks like the beginning of a movie to a program that does not play it. */
    static final String MOVIE = "\0\0\0\bmoov\0\0\0\0mdat";

    /** A generation whose answers are read like those of Compressor 5.4. */
    static final String SAME_DIALECT = "COMPRESSOR_5_2";

    /** Enough for twenty programs that start at once on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final WallClock clock = new WallClock();
    private final Path folder;
    private final StandIn standIn;
    private int started;

    StandInMac(Path folder, StandInGeneration generation, Scenario scenario) throws IOException {
        this.folder = folder;
        try {
            this.standIn = StandIn.install(applications(folder), generation, scenario, SharedJava.ONE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a stand-in was installed");
        }
    }

    /** A Mac with an engine whose time the test advances. */
    record AndTime(StandInMac mac, TimeByHand time) {}

    /**
     * Its scenario also has the usual behaviour of every generation: old outputs are waited for, and extensions
     * replaced.
     */
    static AndTime withTimeByHand(Path folder, StandInGeneration generation, Scenario scenario) throws Exception {
        Scenario usual = scenario.waitingForOldOutputs().replacingExtensions();
        TimeByHand time = new TimeByHand(new StandIn(applications(folder), generation).state(), usual);
        return new AndTime(new StandInMac(folder, generation, usual), time);
    }

    private static Path applications(Path folder) {
        return folder.resolve("Applications");
    }

    /** A call that is running or has ended. */
    record Call(Process process, Path out, Path err) {
        /** Waits until the process has ended, even if another process keeps its output open. */
        Call ended() throws InterruptedException {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("a call did not end: " + process.info().commandLine());
            }
            return this;
        }

        String output() throws IOException {
            return Files.readString(out);
        }

        String complaints() throws IOException {
            return Files.readString(err);
        }

        /** The id after a legacy tag; empty if there is none. */
        Optional<String> id(String tag) throws IOException {
            return Stream.of((output() + complaints()).split("<", -1))
                    .filter(piece -> piece.startsWith(tag + " "))
                    .map(piece -> piece.split(" ", 3)[1])
                    .findFirst();
        }
    }

    StandIn standIn() {
        return standIn;
    }

    Path folder() {
        return folder;
    }

    /**
     * Puts a program before each of the applications that records its arguments, and whether the environment has the
     * address of a cluster, and then executes the application.
     */
    StandInMac notingCalls() throws IOException {
        noteCalls(standIn.compressor());
        if (standIn.batchMonitor().isPresent()) {
            noteCalls(standIn.batchMonitor().get());
        }
        return this;
    }

    private void noteCalls(Path program) throws IOException {
        Path itself = program.resolveSibling(program.getFileName() + " itself");
        Files.move(program, itself);
        String script = """
                #!/bin/sh
                printf '%%s\\n' "${0##*/} $*${QMASTER_CLUSTER_ID+ QMASTER_CLUSTER_ID}" >>%s
                exec %s "$@"
                """.formatted(quoted(callsFile()), quoted(itself));
        Files.writeString(program, script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    /** The file in which calls are recorded, including secrets. */
    Path callsFile() {
        return folder.resolve("calls");
    }

    /** The arguments of the applications since {@link #notingCalls()}, one line for each call. */
    List<String> calls() throws IOException {
        return Files.exists(callsFile()) ? Files.readAllLines(callsFile()) : List.of();
    }

    /** The adapter's name for the generation. */
    Dialect dialect() {
        return switch (standIn.generation()) {
            case FINAL_CUT_STUDIO -> Dialect.FINAL_CUT_STUDIO;
            case COMPRESSOR_4 -> Dialect.COMPRESSOR_4;
            case COMPRESSOR_5_2, COMPRESSOR_5_4 -> Dialect.COMPRESSOR_5;
        };
    }

    /** The configuration for an adapter in this process: it finds Compressor itself, as in {@code /Applications}. */
    CompressorConfiguration.Builder configuration() {
        CompressorConfiguration.Builder configuration = CompressorConfiguration.builder()
                .applications(standIn.folder())
                .home(folder.resolve("home"))
                .library(folder.resolve("library"));
        standIn.batchMonitor().ifPresent(configuration::batchMonitor);
        return configuration;
    }

    Path source(String name) throws IOException {
        return movie(folder.resolve(name));
    }

    /** Writes a source that the stand-ins accept as a movie. */
    static Path movie(Path file) throws IOException {
        return Files.writeString(file, MOVIE + file.getFileName());
    }

    Path output(String name) throws IOException {
        return Files.createDirectories(folder.resolve("out")).resolve(name);
    }

    Path setting() {
        return standIn.builtInSetting("Apple ProRes 422 Proxy");
    }

    Call compressor(String... arguments) throws IOException {
        return start(standIn.compressor(), Map.of(), arguments);
    }

    Call batchMonitor(String... arguments) throws IOException {
        return start(standIn.batchMonitor().orElseThrow(), Map.of(), arguments);
    }

    /** Submits a clip with a name, without waiting. */
    Call submit(String batchName) throws IOException {
        String flag = standIn.generation().hasBatchMonitor() ? "-destinationpath" : "-locationpath";
        return compressor(
                "-batchname",
                batchName,
                "-jobpath",
                source(batchName + ".mov").toString(),
                "-settingpath",
                setting().toString(),
                flag,
                output(batchName + ".mov").toString());
    }

    Call start(Path program, Map<String, String> environment, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(List.of(arguments));
        Path out = folder.resolve("call-" + ++started + ".out");
        Path err = folder.resolve("call-" + started + ".err");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new Call(builder.start(), out, err);
    }

    /** The names of all batches that the monitor shows. */
    List<String> batches() throws Exception {
        return compressor("-monitor", "-once")
                .ended()
                .output()
                .lines()
                .filter(line -> line.startsWith("<batchStatus "))
                .map(line -> line.split("\"", 3)[1])
                .toList();
    }

    /** Every batch that was ever accepted, the oldest first, from the engine's own log. */
    List<EngineLog.Taken> taken() throws InterruptedException {
        return EngineLog.of(standIn.state()).taken();
    }

    /**
     * Waits until none of the programs is running, not even one whose caller was killed; the service may keep running.
     */
    void awaitCalls() throws Exception {
        for (ProcessHandle process : running()) {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /**
     * The running programs of this folder, except the service, which runs for a moment after it has removed its mark.
     */
    List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info().commandLine().filter(this::isCall).isPresent())
                .toList();
    }

    private boolean isCall(String commandLine) {
        return commandLine.contains(standIn.folder().toString())
                && !commandLine.contains("/CompressorService")
                && !commandLine.contains(" SERVICE ");
    }

    /** The background service, if it is running. */
    Optional<ProcessHandle> service() throws IOException {
        Path mark = standIn.state().resolve("service");
        List<String> lines = Files.exists(mark) ? Files.readAllLines(mark) : List.of();
        return lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(lines.get(0)));
    }

    /** Waits until no background service is running. */
    void awaitQuiet() throws Exception {
        Optional<ProcessHandle> service = service();
        if (service.isPresent() && !clock.await(service.get().onExit(), Deadline.after(PATIENCE, clock))) {
            throw new AssertionError("the background service did not leave");
        }
    }

    /** Ends the service, so that no process writes to the folder any more. */
    void endService() throws Exception {
        service().ifPresent(ProcessHandle::destroyForcibly);
        awaitQuiet();
    }

    /** The Java files that all of them need, created once for all tests of this process. */
    private static final class SharedJava {
        static final StandInJava ONE = prepared();

        private static StandInJava prepared() {
            try {
                Path folder = Files.createTempDirectory("stand-in-java");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
                return StandInJava.preparedIn(folder)
                        .encodingWith(QmasterProgram.home().resolve("ffmpeg/ffmpeg"));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }

        private static void remove(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> {
                    if (!file.delete()) {
                        file.deleteOnExit();
                    }
                });
            } catch (IOException gone) {
                // Another process has removed it.
            }
        }
    }
}
