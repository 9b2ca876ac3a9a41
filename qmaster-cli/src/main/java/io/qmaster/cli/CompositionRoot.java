package io.qmaster.cli;

import com.google.inject.Guice;
import com.google.inject.Provider;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import io.qmaster.cli.command.Adapters;
import io.qmaster.cli.command.InstalledPrograms;
import io.qmaster.cli.command.Night;
import io.qmaster.cli.command.SimulatedRun;
import io.qmaster.cli.command.Wakefulness;
import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.ExitCode;
import io.qmaster.cli.webhook.HttpPost;
import io.qmaster.cli.webhook.Post;
import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.compressor.CompressorInstallation;
import io.qmaster.compressor.CompressorModule;
import io.qmaster.compressor.Dialect;
import io.qmaster.compressor.probe.Ffprobe;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.WallClock;
import io.qmaster.simulator.OutputMaker;
import io.qmaster.simulator.Simulator;
import io.qmaster.simulator.SimulatorModule;
import io.qmaster.simulator.encode.Ffmpeg;
import io.qmaster.simulator.page.JournalNight;
import io.qmaster.simulator.page.Times;
import io.qmaster.simulator.report.ScenarioRun;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ScenarioException;
import io.qmaster.simulator.scenario.Workload;
import io.qmaster.simulator.standin.EncodingProcess;
import io.qmaster.simulator.standin.StandIn;
import io.qmaster.simulator.standin.StandInGeneration;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the adapters and wires the program. No other class names an adapter. */
final class CompositionRoot implements Adapters {
    private static final Logger LOG = LoggerFactory.getLogger(CompositionRoot.class);
    private static final String CREATOR_STUDIO = "creator-studio";
    private static final String FFPROBE = "QMASTER_FFPROBE";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final com.google.inject.Key<Map<String, Provider<Backend>>> BACKENDS =
            com.google.inject.Key.get(new TypeLiteral<>() {});

    private final Wakefulness wakefulness = Caffeine.ofThisProcess();

    @Override
    public Backend backend(Configuration configuration) {
        CompressorConfiguration compressor = compressor(configuration);
        String name = configuration
                .backend()
                .or(() -> installed(compressor))
                .orElseThrow(() -> new EngineUnavailableException(Failure.withoutSubmission(
                                "NO_BACKEND", "Compressor is not installed, and no other backend was chosen")
                        .hint("install Compressor or name it with --compressor FILE; or simulate one with"
                                + " --backend simulator")));
        Provider<Backend> backend = Guice.createInjector(
                        Stage.DEVELOPMENT,
                        CompressorModule.backendOnly(compressor),
                        SimulatorModule.backendOnly(simulator(configuration)))
                .getInstance(BACKENDS)
                .get(name);
        if (backend == null) {
            throw new IllegalStateException("the configuration allows the backend " + name + ", but there is none");
        }
        if (name.equals(CompressorBackend.NAME)) {
            CompressorInstallation installation = new CompressorInstallation(compressor);
            installation
                    .otherEdition()
                    .filter(other -> compressor.compressor().isEmpty())
                    .ifPresent(other -> LOG.warn(
                            "two editions of Compressor are installed: {} is used, not {}; name the one to use with"
                                    + " --compressor",
                            installation.application().map(Path::toString).orElse("the first"),
                            other));
        }
        return backend.get();
    }

    @Override
    public SubmissionJournal journal(Configuration configuration) {
        FileJournal journal = FileJournal.in(configuration.stateFolder());
        journal.warning().ifPresent(LOG::warn);
        return journal;
    }

    @Override
    public SimulatedRun simulated(String scenarioFileOrName, String batches) {
        Scenario scenario = scenario(scenarioFileOrName);
        ScenarioRun run = ScenarioRun.of(scenario, workload(batches, scenario));
        return new SimulatedRun(run.eventLog(), run::toHtml);
    }

    @Override
    public Night night(List<JournalEntry> entries, Instant since, Instant now) {
        JournalNight night = JournalNight.of(entries, since, now);
        Night.Numbers numbers = new Night.Numbers(
                night.begin(),
                night.end(),
                night.outcomes(),
                percentiles(night.waited()),
                percentiles(night.turnaround()),
                night.throughput().stream()
                        .map(period -> new Night.Period(period.from(), period.batches()))
                        .toList(),
                night.failures().stream()
                        .map(failed -> new Night.Failed(failed.name(), failed.details(), failed.reason(), failed.at()))
                        .toList());
        return new Night(numbers, night::html);
    }

    private static Night.Percentiles percentiles(Times times) {
        return new Night.Percentiles(
                times.sorted().size(),
                times.percentile(50),
                times.percentile(90),
                times.percentile(99),
                times.percentile(100));
    }

    @Override
    public InstalledPrograms installed(Path folder, String generation, Configuration configuration)
            throws InterruptedException {
        Scenario plain =
                configuration.scenario().map(CompositionRoot::scenario).orElseGet(() -> Scenario.named("calm"));
        Scenario scenario = outputMaker(configuration).decided(plain);
        try {
            StandIn standIn = installed(folder, generation.strip(), scenario, configuration.ffmpeg());
            return new InstalledPrograms(standIn.compressor(), standIn.batchMonitor(), standIn.state());
        } catch (IOException unwritable) {
            throw new CommandFailure(
                    ExitCode.FILE,
                    Failure.withoutSubmission(
                                    "STAND_IN_UNWRITABLE",
                                    "the stand-ins cannot be installed in " + folder + ": " + words(unwritable))
                            .hint("name another folder, one that may be written to"));
        }
    }

    private static StandIn installed(Path folder, String generation, Scenario scenario, Optional<Path> ffmpeg)
            throws IOException, InterruptedException {
        return generation.equalsIgnoreCase(CREATOR_STUDIO)
                ? StandIn.installCreatorStudio(folder, scenario, ffmpeg)
                : StandIn.install(folder, generation(generation), scenario, ffmpeg);
    }

    private static String words(IOException failed) {
        String file = failed instanceof FileSystemException told && told.getFile() != null ? told.getFile() + ": " : "";
        return file + Reason.of(failed);
    }

    private static StandInGeneration generation(String word) {
        try {
            return StandInGeneration.of(word);
        } catch (IllegalArgumentException unknown) {
            String words = Stream.concat(
                            Stream.of(StandInGeneration.values()).map(StandInGeneration::word),
                            Stream.of(CREATOR_STUDIO))
                    .collect(Collectors.joining(", "));
            throw CommandFailure.usage(
                    "the generation of a stand-in is one of " + words + ", not \"" + word + "\"",
                    "see `qmaster simulator install --help`");
        }
    }

    private static Workload workload(String fileOrNumber, Scenario scenario) {
        try {
            return NUMBER.matcher(fileOrNumber).matches()
                    ? Workload.seeded(Integer.parseInt(fileOrNumber), scenario)
                    : Workload.read(Path.of(fileOrNumber), scenario);
        } catch (ScenarioException noGood) {
            throw CommandFailure.usage(
                    "the batches \"" + fileOrNumber + "\" are invalid: " + noGood.getMessage(),
                    "name a file or a number; see `qmaster simulator run --help`");
        }
    }

    @Override
    public OutputProbe probe(Map<String, String> environment, Timekeeper time) {
        return ffprobe(environment, time);
    }

    /**
     * The ffprobe that the environment names, else the one on its PATH, else the one of the distribution.
     *
     * @throws CommandFailure if there is none
     */
    static OutputProbe ffprobe(Map<String, String> environment, Timekeeper time) {
        Optional<Path> named = Optional.ofNullable(environment.get(FFPROBE))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
        if (named.filter(program -> !Files.isRegularFile(program) || !Files.isExecutable(program))
                .isPresent()) {
            throw CommandFailure.configuration(
                    "the environment variable " + FFPROBE + " names no program: " + named.get(),
                    "name the ffprobe of FFmpeg");
        }
        Optional<Path> program = named.or(() -> Ffprobe.onPath(environment));
        return program.isPresent() ? new Ffprobe(program.get(), time) : new Ffprobe(distributedProbe(), time);
    }

    private static List<String> distributedProbe() {
        String problem = "which is not on the PATH";
        try {
            Optional<List<String>> command = Ffmpeg.distributedProbe();
            if (command.isPresent()) {
                return command.get();
            }
        } catch (IOException unusable) {
            problem += ": " + unusable.getMessage();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        throw CommandFailure.configuration(
                "outputs are verified by ffprobe, " + problem, "install FFmpeg, or name its ffprobe in " + FFPROBE);
    }

    @Override
    public Post post(Timekeeper time) {
        return new HttpPost(time::now, Program.version());
    }

    @Override
    public Wakefulness wakefulness() {
        return wakefulness;
    }

    /** An explicit Compressor is used even if it does not exist: the adapter then reports what is wrong with it. */
    private static Optional<String> installed(CompressorConfiguration compressor) {
        boolean meant = compressor.compressor().isPresent() || new CompressorInstallation(compressor).isPresent();
        return meant ? Optional.of(CompressorBackend.NAME) : Optional.empty();
    }

    private static CompressorConfiguration compressor(Configuration configuration) {
        CompressorConfiguration.Builder compressor =
                CompressorConfiguration.builder().home(configuration.home()).hiddenVariable("QMASTER_CLUSTER_ID");
        configuration.compressor().ifPresent(compressor::compressor);
        configuration.batchMonitor().ifPresent(compressor::batchMonitor);
        configuration
                .generation()
                .map(generation ->
                        Dialect.valueOf(generation.toUpperCase(Locale.ROOT).replace('-', '_')))
                .ifPresent(compressor::generation);
        return compressor.build();
    }

    /** An invalid scenario is reported at once, whichever backend is chosen. */
    private static Supplier<Backend> simulator(Configuration configuration) {
        Path folder = configuration.simulatorFolder();
        Optional<Scenario> chosen = configuration.scenario().map(CompositionRoot::scenario);
        OutputMaker maker = outputMaker(configuration);
        return () -> Simulator.inDirectory(
                folder, chosen, maker, new EncodingProcess(configuration.ffmpeg(), new WallClock()));
    }

    private static OutputMaker outputMaker(Configuration configuration) {
        OutputMaker.Search search =
                () -> Ffmpeg.find(configuration.ffmpeg(), Map.of("PATH", configuration.searchPath()));
        return configuration
                .simulatorOutputs()
                .map(how -> how.equals(Scenario.Outputs.COPIED.word())
                        ? OutputMaker.copying()
                        : OutputMaker.encoding(search))
                .orElseGet(() -> configuration.ffmpeg().isPresent()
                        ? OutputMaker.encodingByDefault(search)
                        : OutputMaker.encodingIfFound(search));
    }

    private static Scenario scenario(String fileOrName) {
        try {
            Optional<String> name = Scenario.names().stream()
                    .filter(known -> known.equals(fileOrName)
                            || (known.equalsIgnoreCase(fileOrName.strip()) && !Files.exists(Path.of(fileOrName))))
                    .findFirst();
            if (name.isEmpty() && !Files.exists(Path.of(fileOrName))) {
                throw CommandFailure.configuration(
                        "the scenario \"" + fileOrName + "\" does not exist", scenarioHint());
            }
            return name.map(Scenario::named).orElseGet(() -> Scenario.read(Path.of(fileOrName)));
        } catch (ScenarioException noGood) {
            throw CommandFailure.configuration(
                    "the scenario \"" + fileOrName + "\" is invalid: " + noGood.getMessage(), scenarioHint());
        }
    }

    private static String scenarioHint() {
        return "name a file, or one of " + String.join(", ", Scenario.names());
    }
}
