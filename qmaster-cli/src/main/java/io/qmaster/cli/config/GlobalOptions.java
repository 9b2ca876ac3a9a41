package io.qmaster.cli.config;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every command; they can be given before or after it. The config file has a key for most of them. */
public final class GlobalOptions {
    @Variable("QMASTER_BACKEND")
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "compressor or simulator ($QMASTER_BACKEND). Default: compressor if it is installed.")
    Optional<BackendName> backend = Optional.empty();

    @Variable("QMASTER_CLUSTER")
    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            defaultValue = "This Computer",
            description = "Where batches run ($QMASTER_CLUSTER). Default: ${DEFAULT-VALUE}.")
    String cluster = "";

    @Option(
            names = "--cluster-id-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "A file with the address of the cluster, user:password@host:port, that other users cannot"
                    + " read ($QMASTER_CLUSTER_ID holds the address itself). Wins over --cluster.")
    Optional<Path> clusterIdFile = Optional.empty();

    @Variable("QMASTER_COMPRESSOR")
    @Option(
            names = "--compressor",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The Compressor executable, or the application ($QMASTER_COMPRESSOR).")
    Optional<Path> compressor = Optional.empty();

    @Variable("QMASTER_BATCH_MONITOR")
    @Option(
            names = "--batch-monitor",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The Batch Monitor executable of the first generation ($QMASTER_BATCH_MONITOR).")
    Optional<Path> batchMonitor = Optional.empty();

    @Variable("QMASTER_GENERATION")
    @Option(
            names = "--generation",
            paramLabel = "G",
            scope = ScopeType.INHERIT,
            defaultValue = "auto",
            description =
                    "auto, final-cut-studio, compressor-4 or compressor-5 ($QMASTER_GENERATION). Default: ${DEFAULT-VALUE}.")
    String generation = "";

    @Variable("QMASTER_SIMULATOR_DIR")
    @Option(
            names = "--simulator-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where the simulator keeps its state ($QMASTER_SIMULATOR_DIR). Default: simulator in the"
                    + " state folder.")
    Optional<Path> simulatorDir = Optional.empty();

    @Variable("QMASTER_SCENARIO")
    @Option(
            names = "--scenario",
            paramLabel = "FILE|NAME",
            scope = ScopeType.INHERIT,
            description = "What the simulator simulates ($QMASTER_SCENARIO).")
    Optional<String> scenario = Optional.empty();

    @Variable("QMASTER_SIMULATOR_OUTPUTS")
    @Option(
            names = "--simulator-outputs",
            paramLabel = "HOW",
            scope = ScopeType.INHERIT,
            description =
                    "How the simulator makes outputs: copied or encoded ($QMASTER_SIMULATOR_OUTPUTS). Default: encoded"
                            + " if there is an ffmpeg.")
    Optional<SimulatorOutputs> simulatorOutputs = Optional.empty();

    @Variable("QMASTER_FFMPEG")
    @Option(
            names = "--ffmpeg",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "The ffmpeg that encodes the outputs of the simulator ($QMASTER_FFMPEG). Default: the one that comes"
                            + " with qmaster, then the one on the PATH.")
    Optional<Path> ffmpeg = Optional.empty();

    @Variable("QMASTER_STATE_DIR")
    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where qmaster keeps its state ($QMASTER_STATE_DIR). Default: $XDG_STATE_HOME/qmaster,"
                    + " on a Mac ~/Library/Application Support/qmaster.")
    Optional<Path> stateDir = Optional.empty();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The config file ($QMASTER_CONFIG). Default: $XDG_CONFIG_HOME/qmaster/config.json.")
    Optional<Path> config = Optional.empty();

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Answer in JSON: one document, or a line for every event. Failures are JSON on stderr.")
    boolean json;

    @Option(names = "--quiet", defaultValue = "false", scope = ScopeType.INHERIT, description = "Print only failures.")
    boolean quiet;

    @Option(
            names = "--verbose",
            defaultValue = "false",
            scope = ScopeType.INHERIT,
            description = "Log what happens to stderr.")
    boolean verbose;

    @Option(
            names = "--debug",
            defaultValue = "false",
            scope = ScopeType.INHERIT,
            description = "Log everything to stderr, with stack traces of failures.")
    boolean debug;

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Also write the log to a file.")
    Optional<Path> logFile = Optional.empty();

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            defaultValue = "text",
            description = "text or json. Default: ${DEFAULT-VALUE}.")
    LogFormat logFormat = LogFormat.TEXT;

    @Variable("NO_COLOR")
    @Option(
            names = "--no-color",
            defaultValue = "false",
            scope = ScopeType.INHERIT,
            description = "No colours ($NO_COLOR is honoured).")
    boolean noColor;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(names = "--version", versionHelp = true, scope = ScopeType.INHERIT, description = "Show the version.")
    boolean version;

    /** picocli fills the fields. */
    public GlobalOptions() {}

    enum BackendName {
        COMPRESSOR,
        SIMULATOR
    }

    /** How the simulator makes outputs. */
    enum SimulatorOutputs {
        COPIED,
        ENCODED
    }

    /** How the log is written. */
    enum LogFormat {
        TEXT,
        JSON
    }

    /** Whether answers and failures are JSON. */
    public boolean isJson() {
        return json;
    }

    /** Whether failures are printed with stack traces. */
    public boolean isDebug() {
        return debug;
    }

    /** Whether colours are switched off. */
    public boolean isColourless() {
        return noColor;
    }

    /** The config file that is named. */
    public Optional<Path> configFile() {
        return config;
    }
}
