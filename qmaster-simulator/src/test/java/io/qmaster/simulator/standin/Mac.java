package io.qmaster.simulator.standin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.VirtualClock;
import io.qmaster.simulator.OutputMaker;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.scenario.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Mac with one generation of the programs, run in this process on virtual time. */
final class Mac {
    private final Path folder;
    private final StandInGeneration generation;
    private final VirtualClock clock = new VirtualClock();
    private final QmasterState state;
    private final List<String> services = new ArrayList<>();
    private Language language = Language.ENGLISH;
    private boolean servicesCanBeStarted = true;
    private boolean called;

    Mac(Path folder, StandInGeneration generation) {
        this(folder, generation, Scenario.named("calm"));
    }

    Mac(Path folder, StandInGeneration generation, Scenario scenario) {
        this.folder = folder;
        this.generation = generation;
        this.state = QmasterState.inDirectory(
                folder.resolve("simulator"),
                Optional.of(StandIn.asUsualIn(generation, scenario)),
                clock,
                new TranscoderLog(transcoderLog(), ZoneOffset.UTC),
                OutputMaker.asScenarioSays(),
                Optional.empty());
    }

    Path transcoderLog() {
        return new Installation(folder, generation).transcoderLog();
    }

    Mac speaking(Language other) {
        language = other;
        return this;
    }

    /** Makes every further start of a service fail. */
    void withoutServices() {
        servicesCanBeStarted = false;
    }

    /** How often a service was requested. */
    int services() {
        return services.size();
    }

    /** Whether the last service was asked to keep the output of its caller open. */
    boolean isOutputHeld() {
        return services.get(services.size() - 1).equals("held");
    }

    Path source(String name) throws IOException {
        return source(name, content(name));
    }

    Path source(String name, String content) throws IOException {
        return Files.writeString(Files.createDirectories(folder.resolve("in")).resolve(name), content, ISO_8859_1);
    }

    /** Creates a file that looks like a movie to a program that does not play it. */
    static String content(String name) {
        return "\0\0\0\bmoov\0\0\0\0mdatcontent of " + name;
    }

    Path setting(String name, String encoder, String extension) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".compressorsetting"),
                "<setting name=\"%s\"><encoder name=\"%s\"><file-extension>%s</file-extension></encoder></setting>"
                        .formatted(name, encoder, extension));
    }

    Path movie() throws IOException {
        return setting("movie", "QT", "mov");
    }

    Path output(String name) throws IOException {
        return Files.createDirectories(folder.resolve("out")).resolve(name);
    }

    /** The arguments of a job. */
    List<String> job(Object source, Object setting, Object output) {
        String flag = generation == StandInGeneration.FINAL_CUT_STUDIO ? "-destinationpath" : "-locationpath";
        return List.of("-jobpath", "" + source, "-settingpath", "" + setting, flag, "" + output);
    }

    Spoken compressor(List<String> arguments, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(arguments);
        return compressor(all.toArray(String[]::new));
    }

    Spoken compressor(String... arguments) throws Exception {
        return run(arguments, environment -> new Compressor(engine(), environment));
    }

    Spoken batchMonitor(String... arguments) throws Exception {
        return run(arguments, environment -> new BatchMonitor(engine(), environment));
    }

    /** Submits one job with the movie setting, under a name. */
    Spoken submit(String batchName, String source) throws Exception {
        return compressor(job(source(source), movie(), output(source)), "-batchname", batchName);
    }

    /** The answer of the generation's monitor about a batch, in legacy markup. */
    String legacyStatus(String batch) throws Exception {
        Spoken spoken = generation.hasBatchMonitor()
                ? batchMonitor("-clustername", "This Computer", "-batchid", batch, "-query", "0")
                : compressor("-monitor", "-batchid", batch, "-once");
        return spoken.out();
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    Timekeeper clock() {
        return clock;
    }

    private Engine engine() {
        return new Engine(generation, state, this::isFirstCall, this::startService);
    }

    private void startService(boolean held) {
        if (!servicesCanBeStarted) {
            throw new UncheckedIOException(new IOException("no more processes"));
        }
        services.add(held ? "held" : "wanted");
    }

    private boolean isFirstCall() {
        boolean first = !called;
        called = true;
        return first;
    }

    private Spoken run(String[] arguments, java.util.function.Function<ProgramEnvironment, Program> program)
            throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ProgramEnvironment environment = new ProgramEnvironment(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                clock,
                ZoneOffset.UTC,
                language,
                "editor",
                4711,
                "1f4c2d",
                folder);
        int exitCode = program.apply(environment).run(List.of(arguments));
        return new Spoken(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
