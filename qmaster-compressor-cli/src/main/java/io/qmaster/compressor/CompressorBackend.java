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
 * <p>Safe for threads. Making one looks at nothing and starts nothing; what it learns of a version is remembered as long as
 * the instance lives.
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

    /** The Compressor of this machine, wherever it is and whichever it is. */
    public CompressorBackend() {
        this(CompressorConfiguration.DEFAULT);
    }

    /** The programs of a configuration. */
    public CompressorBackend(CompressorConfiguration configuration) {
        this(configuration, (command, result) -> {});
    }

    /**
     * The same, for whoever collects what the programs answer.
     *
     * @param ended is told of every program that has ended, on the thread that ran it; what it is told holds secrets
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
     * What the installed generation can do beyond the least. Asks {@code Compressor -help} if the generation is neither
     * configured nor known.
     *
     * @throws io.qmaster.domain.EngineUnavailableException if Compressor is not installed or its generation cannot be found
     *     out
     */
    @Override
    public Set<Capability> capabilities() {
        return engine.capabilities();
    }
}
