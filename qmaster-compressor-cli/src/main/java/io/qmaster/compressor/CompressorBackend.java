package io.qmaster.compressor;

import io.qmaster.domain.Credentials;
import io.qmaster.domain.SettingCatalog;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.TranscodeEngine;
import io.qmaster.domain.standard.WallClock;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Apple's Compressor and Batch Monitor, driven through their command lines.
 *
 * <pre>{@code
 * try (Qmaster qmaster = Qmaster.over(new CompressorBackend())) {
 *     qmaster.submitAndWait(request);
 * }
 * }</pre>
 *
 * <p>For users of the library, who pass it to {@link io.qmaster.domain.Qmaster}. Thread-safe. The constructors neither
 * read files nor start programs; what the instance finds out about an installed version is cached in it.
 */
public final class CompressorBackend implements Backend {
    /** The name of this backend. */
    public static final String NAME = "compressor";

    private final CompressorConfiguration configuration;
    private final Timekeeper timekeeper;
    private final CompressorInstallation installation;
    private final CommandLineRunner runner;
    private final DialectDetector detector;
    private final AnswerFormats statusFormats;
    private final AnswerFormats submissionFormats;
    private final CompressorSettings settings;
    private final BatchMonitor monitor;
    private final CompressorEngine engine;

    /** Uses the Compressor of this machine; finds its place and generation itself. */
    public CompressorBackend() {
        this(CompressorConfiguration.DEFAULT);
    }

    /** Uses the programs of a configuration. */
    public CompressorBackend(CompressorConfiguration configuration) {
        this(configuration, (command, result) -> {});
    }

    /**
     * As {@link #CompressorBackend(CompressorConfiguration)}, for tests that record the answers of the programs.
     *
     * @param ended called after every program, on the thread that ran it; the results contain secrets
     */
    CompressorBackend(CompressorConfiguration configuration, BiConsumer<Command, CommandResult> ended) {
        this.configuration = configuration;
        timekeeper = new WallClock();
        installation = new CompressorInstallation(configuration);
        runner = new CommandLineRunner(timekeeper, configuration.hiddenVariables(), ended);
        detector = new DialectDetector(configuration, runner, timekeeper);
        statusFormats = new AnswerFormats(configuration.statusFormat());
        submissionFormats = new AnswerFormats(configuration.submissionFormat());
        settings = new CompressorSettings(configuration);
        monitor = monitor(Credentials.NONE);
        engine = engine(Credentials.NONE);
    }

    private CompressorBackend(CompressorBackend other, Credentials credentials) {
        configuration = other.configuration;
        timekeeper = other.timekeeper;
        installation = other.installation;
        runner = other.runner;
        detector = other.detector;
        statusFormats = other.statusFormats;
        submissionFormats = other.submissionFormats;
        settings = other.settings;
        monitor = monitor(credentials);
        engine = engine(credentials);
    }

    private BatchMonitor monitor(Credentials credentials) {
        return new BatchMonitor(installation, detector, statusFormats, runner, credentials, timekeeper);
    }

    private CompressorEngine engine(Credentials credentials) {
        return new CompressorEngine(
                installation,
                detector,
                submissionFormats,
                runner,
                monitor,
                new HealthCheck(configuration, detector, monitor, settings, timekeeper),
                credentials,
                timekeeper);
    }

    @Override
    public Backend using(Credentials credentials) {
        return new CompressorBackend(this, credentials);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TranscodeEngine engine() {
        return engine;
    }

    @Override
    public StatusSource statusSource() {
        return monitor;
    }

    @Override
    public SettingCatalog settings() {
        return settings;
    }

    @Override
    public Timekeeper timekeeper() {
        return timekeeper;
    }

    /**
     * The optional capabilities of the installed generation. Runs {@code Compressor -help} if the generation is neither
     * configured nor cached.
     *
     * @throws io.qmaster.domain.EngineUnavailableException if Compressor is not installed or its generation cannot be
     *     detected
     */
    @Override
    public Set<Capability> capabilities() {
        return engine.capabilities();
    }
}
