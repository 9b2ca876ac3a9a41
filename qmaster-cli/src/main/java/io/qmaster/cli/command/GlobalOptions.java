package io.qmaster.cli.command;

import io.qmaster.cli.config.Key;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has; they stand before or after the command. */
public final class GlobalOptions {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            order = 1000,
            description = "compressor or simulator ($QMASTER_BACKEND). Default: compressor if it is installed.")
    @Nullable
    String backend;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            order = 1010,
            description = "Where batches run ($QMASTER_CLUSTER). Default: This Computer.")
    @Nullable
    String cluster;

    @Option(
            names = "--cluster-id-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 1020,
            description = "A file with the address of the cluster, user:password@host:port, that other users cannot"
                    + " read ($QMASTER_CLUSTER_ID holds the address itself). Wins over --cluster.")
    @Nullable
    String clusterIdFile;

    @Option(
            names = "--compressor",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 1030,
            description = "The Compressor executable, or the application ($QMASTER_COMPRESSOR).")
    @Nullable
    String compressor;

    @Option(
            names = "--batch-monitor",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 1040,
            description = "The Batch Monitor executable of the first generation ($QMASTER_BATCH_MONITOR).")
    @Nullable
    String batchMonitor;

    @Option(
            names = "--generation",
            paramLabel = "G",
            scope = ScopeType.INHERIT,
            order = 1050,
            description =
                    "auto, final-cut-studio, compressor-4 or compressor-5 ($QMASTER_GENERATION)." + " Default: auto.")
    @Nullable
    String generation;

    @Option(
            names = "--simulator-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            order = 1060,
            description = "Where the simulator keeps its state ($QMASTER_SIMULATOR_DIR). Default: simulator in the"
                    + " state folder.")
    @Nullable
    String simulatorDir;

    @Option(
            names = "--scenario",
            paramLabel = "FILE|NAME",
            scope = ScopeType.INHERIT,
            order = 1070,
            description = "What the simulator simulates ($QMASTER_SCENARIO).")
    @Nullable
    String scenario;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            order = 1080,
            description = "Where qmaster keeps its state ($QMASTER_STATE_DIR). Default: $XDG_STATE_HOME/qmaster,"
                    + " on a Mac ~/Library/Application Support/qmaster.")
    @Nullable
    String stateDir;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 1090,
            description = "The config file ($QMASTER_CONFIG). Default: $XDG_CONFIG_HOME/qmaster/config.json.")
    @Nullable
    Path config;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            order = 1100,
            description = "Answer in JSON: one document, or a line for every event. Failures are JSON on stderr.")
    boolean json;

    @Option(names = "--quiet", scope = ScopeType.INHERIT, order = 1110, description = "Tell nothing but failures.")
    boolean quiet;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, order = 1120, description = "Tell what goes on.")
    boolean verbose;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            order = 1130,
            description = "Tell everything, also where failures come from.")
    boolean debug;

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 1140,
            description = "Write what goes on into a file, too.")
    @Nullable
    String logFile;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            order = 1150,
            description = "text or json. Default: text.")
    @Nullable
    String logFormat;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            order = 1160,
            description = "No colours ($NO_COLOR is honoured).")
    boolean noColor;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 1170,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--version",
            versionHelp = true,
            scope = ScopeType.INHERIT,
            order = 1180,
            description = "Show the version.")
    boolean version;

    /** Nothing is said yet: picocli fills the fields. */
    public GlobalOptions() {}

    /** Whether answers and failures are JSON. */
    public boolean isJson() {
        return json;
    }

    /** Whether failures show where they come from. */
    public boolean isDebug() {
        return debug;
    }

    /** Whether colours are unwanted. */
    public boolean isColourless() {
        return noColor;
    }

    /** The config file that is named. */
    public Optional<Path> configFile() {
        return Optional.ofNullable(config);
    }

    /** What is said of the configuration. */
    public Map<Key, String> flags() {
        Flags flags = new Flags();
        flags.put(Key.BACKEND, backend);
        flags.put(Key.CLUSTER, cluster);
        flags.put(Key.CLUSTER_ID_FILE, clusterIdFile);
        flags.put(Key.COMPRESSOR, compressor);
        flags.put(Key.BATCH_MONITOR, batchMonitor);
        flags.put(Key.GENERATION, generation);
        flags.put(Key.SIMULATOR_DIR, simulatorDir);
        flags.put(Key.SCENARIO, scenario);
        flags.put(Key.STATE_DIR, stateDir);
        flags.put(Key.LOG_FILE, logFile);
        flags.put(Key.LOG_FORMAT, logFormat);
        flags.put(Key.QUIET, quiet);
        flags.put(Key.VERBOSE, verbose);
        flags.put(Key.DEBUG, debug);
        flags.put(Key.NO_COLOR, noColor);
        return flags.said();
    }
}
