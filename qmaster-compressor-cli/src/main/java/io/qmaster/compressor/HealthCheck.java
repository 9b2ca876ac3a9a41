package io.qmaster.compressor;

import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.SettingFacts;
import io.qmaster.domain.SettingFacts.Origin;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks whether a submission would work: the programs, their answers, and the settings. Submits nothing. */
final class HealthCheck {
    private static final String EXECUTABLE = "executable";
    private static final String LOCALE = "locale";
    private static final String VERSION = "version";
    private static final String ARCHITECTURE = "architecture";
    private static final String GENERATION = "generation";
    private static final String PURCHASE = "purchase-validation";
    private static final String MONITOR = "monitor";
    private static final String SETTINGS = "settings";

    private final CompressorConfiguration configuration;
    private final CompressorInstallation installation;
    private final DialectDetector detector;
    private final BatchMonitor monitor;
    private final CompressorSettings settings;
    private final Timekeeper timekeeper;

    HealthCheck(
            CompressorConfiguration configuration,
            DialectDetector detector,
            BatchMonitor monitor,
            CompressorSettings settings,
            Timekeeper timekeeper) {
        this.configuration = configuration;
        this.installation = new CompressorInstallation(configuration);
        this.detector = detector;
        this.monitor = monitor;
        this.settings = settings;
        this.timekeeper = timekeeper;
    }

    /** Runs the checks, as far as each does not depend on one that failed. */
    EngineHealth check(Deadline deadline) throws InterruptedException {
        List<HealthFinding> findings = new ArrayList<>();
        Path compressor;
        try {
            compressor = installation.compressor();
        } catch (EngineUnavailableException missing) {
            findings.add(HealthFinding.failed(EXECUTABLE, message(missing), missing.hint()));
            findings.add(settingFolders());
            return new EngineHealth(findings);
        }
        findings.add(HealthFinding.ok(EXECUTABLE, "Compressor is " + compressor));
        installation.otherEdition().map(other -> twoEditions(compressor, other)).ifPresent(findings::add);
        findings.add(locale(ArgumentEncoding.ofThisRuntime()));
        findings.add(version());
        findings.addAll(MacFindings.of(configuration, installation.version()));
        findings.add(architecture(compressor, System.getProperty("os.arch", "")));
        generation(compressor, findings, deadline).ifPresent(findings::add);
        findings.add(settingFolders());
        return new EngineHealth(findings);
    }

    private static HealthFinding twoEditions(Path used, Path other) {
        return HealthFinding.warning(
                "editions",
                "two editions of Compressor are installed: " + used + " is used, and there is also " + other,
                "remove the one that is not needed: with both, Compressor itself can misbehave");
    }

    private HealthFinding version() {
        return installation
                .version()
                .map(version -> HealthFinding.ok(VERSION, "its version is " + version))
                .orElseGet(() -> HealthFinding.ok(VERSION, "its version is not known: it is in no application"));
    }

    /** Whether names beyond ASCII reach Compressor. */
    static HealthFinding locale(ArgumentEncoding encoding) {
        return encoding.canWriteEveryName()
                ? HealthFinding.ok(LOCALE, "names in every script reach Compressor")
                : HealthFinding.warning(
                        LOCALE,
                        "this Java runtime passes arguments in " + encoding.charset()
                                + ": a batch or a file whose name needs more is refused",
                        ArgumentEncoding.ADVICE);
    }

    /** @param machine the processor as Java names it */
    static HealthFinding architecture(Path compressor, String machine) {
        List<String> made;
        try {
            made = ExecutableArchitectures.of(compressor);
        } catch (IOException unreadable) {
            return HealthFinding.warning(
                    ARCHITECTURE,
                    compressor + " cannot be read: " + SystemReason.of(unreadable),
                    "check the permissions of the file");
        }
        String wanted = switch (machine.toLowerCase(Locale.ROOT)) {
            case "aarch64" -> "arm64";
            case "amd64" -> "x86_64";
            default -> machine.toLowerCase(Locale.ROOT);
        };
        String names = String.join(", ", made);
        if (made.isEmpty()) {
            return HealthFinding.ok(ARCHITECTURE, "it is not a Mac program");
        }
        if (made.contains(wanted)) {
            return HealthFinding.ok(ARCHITECTURE, "it is made for " + names + ", and this is " + wanted);
        }
        if (made.contains("arm64")) {
            // A Java runtime under Rosetta sees an Intel machine, but can start programs for Apple silicon.
            return HealthFinding.warning(
                    ARCHITECTURE,
                    "it is made for " + names + ", and this Java runtime is for " + wanted,
                    "if this Mac has Apple silicon, use a Java runtime that is made for it; if it has an Intel"
                            + " processor, install a Compressor that is made for that");
        }
        return made.contains("x86_64")
                ? HealthFinding.warning(
                        ARCHITECTURE,
                        "it is made for " + names + ", and this is " + wanted + ": it needs Rosetta",
                        "install Rosetta (softwareupdate --install-rosetta), or a newer Compressor")
                : HealthFinding.failed(
                        ARCHITECTURE,
                        "it is made for " + names + ", and this is " + wanted,
                        "install a Compressor that is made for this machine");
    }

    /** Checks the generation with {@code -help}; returns the finding about the monitor if the generation is known. */
    private Optional<HealthFinding> generation(Path compressor, List<HealthFinding> findings, Deadline deadline)
            throws InterruptedException {
        try {
            DialectDetector.Help help = detector.help(compressor, deadline);
            Optional<Dialect> configured = configuration.generation();
            Dialect dialect = configured.isPresent() ? configured.get() : detector.generationOf(help);
            findings.add(configured
                    .map(known -> configuredGeneration(known, help))
                    .orElseGet(() ->
                            HealthFinding.ok(GENERATION, "the generation is " + dialect.word() + ", by its -help")));
            purchase(help.words()).ifPresent(findings::add);
            return Optional.of(monitor(dialect, deadline));
        } catch (EngineUnavailableException unknown) {
            findings.add(HealthFinding.failed(GENERATION, message(unknown), unknown.hint()));
            return Optional.empty();
        }
    }

    /** Compares the configured generation with what {@code -help} shows. */
    private static HealthFinding configuredGeneration(Dialect configured, DialectDetector.Help help) {
        String generation = "the generation is " + configured.word() + ", as configured";
        String fix = "let the generation be detected, or name the one that is installed";
        if (OutputLine.of(help.words()).allMatch(OutputLine::isNoise)) {
            return HealthFinding.failed(
                    GENERATION,
                    generation + ", but run with -help, it " + help.answer().describe() + " and printed nothing",
                    "check that it is Compressor's executable");
        }
        Optional<Dialect> detected = Dialect.ofHelp(help.words());
        if (detected.equals(Optional.of(configured))) {
            return HealthFinding.ok(GENERATION, generation);
        }
        if (detected.isEmpty()) {
            return HealthFinding.warning(
                    GENERATION, generation + "; its -help names none of the flags of Compressor", fix);
        }
        String contradiction =
                generation + ", but by its -help it is " + detected.get().word();
        return configured.hasFlagsOf(detected.get())
                ? HealthFinding.warning(GENERATION, contradiction, fix)
                : HealthFinding.failed(GENERATION, contradiction, fix);
    }

    private static Optional<HealthFinding> purchase(String help) {
        return OutputLine.of(help).anyMatch(OutputLine::validatesPurchase)
                ? Optional.of(HealthFinding.warning(
                        PURCHASE,
                        "it validates its purchase, as at the first start after an install",
                        "open Compressor once by hand and let it finish"))
                : Optional.empty();
    }

    private HealthFinding monitor(Dialect dialect, Deadline deadline) throws InterruptedException {
        if (!dialect.capabilities().contains(Capability.LIST)) {
            try {
                return HealthFinding.ok(
                        MONITOR,
                        "Batch Monitor is " + installation.batchMonitor()
                                + "; it can only be queried for an existing batch");
            } catch (EngineUnavailableException missing) {
                return HealthFinding.failed(MONITOR, message(missing), missing.hint());
            }
        }
        long start = timekeeper.elapsedNanos();
        try {
            int batches = monitor.list(deadline).size();
            Duration took = Duration.ofNanos(timekeeper.elapsedNanos() - start);
            return HealthFinding.ok(
                    MONITOR,
                    String.format(
                            Locale.ROOT,
                            "it listed %d %s in %.1f s",
                            batches,
                            batches == 1 ? "batch" : "batches",
                            took.toMillis() / 1000.0));
        } catch (StatusException noAnswer) {
            return HealthFinding.failed(
                    MONITOR,
                    message(noAnswer),
                    "open Compressor and check whether it shows its batches; if not, restart the computer, which cancels"
                            + " what it is encoding");
        }
    }

    private HealthFinding settingFolders() {
        CompressorSettings.Found found = settings.search();
        List<SettingFacts> all = found.settings();
        if (!found.unreadable().isEmpty()) {
            return HealthFinding.warning(
                    SETTINGS,
                    String.join("; ", found.unreadable()),
                    "allow the program to read these directories, or name setting files by their paths");
        }
        String folders = Stream.concat(settings.userFolders().stream(), Stream.of(settings.machineFolder()))
                .map(folder -> folder + (Files.isDirectory(folder) ? "" : " (does not exist)"))
                .collect(Collectors.joining(", "));
        String counts = Stream.of(Origin.USER, Origin.MACHINE, Origin.BUILT_IN)
                .map(origin -> all.stream()
                                .filter(setting -> setting.origin() == origin)
                                .count() + " "
                        + origin.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(", "));
        return all.isEmpty()
                ? HealthFinding.warning(
                        SETTINGS,
                        "there are no settings to choose by name; looked in " + folders + " and in the application",
                        "save a setting in Compressor, or name setting files by their paths")
                : HealthFinding.ok(SETTINGS, "settings to choose by name: " + counts + "; looked in " + folders);
    }

    private static String message(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }
}
