package io.qmaster.cli.config;

import io.qmaster.cli.config.Value.Level;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ClusterLogin;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Priority;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The effective configuration: the value of every option that can be configured, whichever command runs. picocli fills the
 * fields from the {@link Levels}. Immutable once made.
 *
 * <p>A cluster can be given by name or by address: the highest level that has either decides, and within a level the
 * address wins.
 */
@Command
public final class Configuration {
    private static final List<String> GENERATIONS = List.of("auto", "final-cut-studio", "compressor-4", "compressor-5");

    @Mixin
    private GlobalOptions global = new GlobalOptions();

    /** Not an option of any command, where other users could see it. */
    @Variable("QMASTER_CLUSTER_ID")
    @Option(names = "--cluster-id")
    private Optional<String> clusterId = Optional.empty();

    @Mixin
    private SubmissionOptions submission = new SubmissionOptions();

    @Mixin
    private SubmissionOptions.Stability stability = new SubmissionOptions.Stability();

    @Mixin
    private WatchOptions watching = new WatchOptions();

    @Mixin
    private WatchOptions.Stall stall = new WatchOptions.Stall();

    @Mixin
    private NotifyOptions notify = new NotifyOptions();

    @Mixin
    private NotifyOptions.Secret notifySecretFile = new NotifyOptions.Secret();

    /** Not an option of any command, where other users could see it. */
    @Variable("QMASTER_NOTIFY_SECRET")
    @Option(names = NotifyConfiguration.SECRET)
    private Optional<String> notifySecret = Optional.empty();

    private final Levels levels;
    private final Value clusterValue;
    private final Cluster cluster;
    private Credentials credentials = Credentials.NONE;

    private Configuration(Map<String, String> flags, Map<String, String> environment) {
        CommandLine line = new CommandLine(this);
        Converters.applyTo(line);
        // The path of a file may hold ${...}.
        line.setInterpolateVariables(false);
        levels = new Levels(flags, environment, line.getCommandSpec().options());
        line.setDefaultValueProvider(levels);
        try {
            line.parseArgs();
        } catch (ParameterException invalid) {
            throw levels.refusal(invalid);
        }
        if (!GENERATIONS.contains(generation().orElse("auto"))) {
            throw levels.refusal(
                    "--generation",
                    "must be " + String.join(" or ", GENERATIONS) + ", not \"" + global.generation + "\"");
        }
        String decisive = Stream.of("--cluster-id-file", "--cluster-id", "--cluster")
                .filter(name -> levels.value(name).isPresent())
                .min(Comparator.comparing(
                        name -> levels.value(name).orElseThrow().level()))
                .orElseThrow();
        Value named = levels.value(decisive).orElseThrow();
        cluster = cluster(decisive, named.place());
        clusterValue = new Value(cluster.displayName(), named.level(), named.place());
    }

    /**
     * Combines the levels.
     *
     * @param flags the options on the command line and their values, such as {@code --cluster}
     * @throws CommandFailure if one of the values is invalid
     */
    public static Configuration of(Map<String, String> flags, Map<String, String> environment) {
        Configuration configuration = new Configuration(flags, environment);
        if (flags.containsKey("--no-fallback")
                && configuration
                        .flag("--fallback")
                        .filter(rule -> !rule.equals("never"))
                        .isPresent()) {
            throw CommandFailure.usage(
                    "--no-fallback and --fallback " + flags.get("--fallback") + " contradict each other", "choose one");
        }
        return configuration;
    }

    /** The values of one option as a text that {@link #of} takes. */
    public static String joined(List<String> values) {
        return String.join(Levels.BETWEEN, values);
    }

    /** The user's home directory: {@code $HOME}, or the Java property {@code user.home} if that is not set. */
    public Path home() {
        return levels.home();
    }

    /** The config file, whether it exists or not. */
    public Path file() {
        return levels.file();
    }

    /** Whether the config file exists. */
    public boolean fileIsThere() {
        return levels.fileIsRead();
    }

    /** Where batches run. */
    public Cluster cluster() {
        return cluster;
    }

    /** The password of {@link #cluster()} if that is known by its address. */
    public Credentials credentials() {
        return credentials;
    }

    /** Whether the command line says where batches run. */
    public boolean namesClusterByFlag() {
        return clusterValue.level() == Level.FLAG;
    }

    /** Where batches run, with its password masked, and where that value comes from. */
    public Value clusterValue() {
        return clusterValue;
    }

    /** Every value by its key in the config file, with its origin, in the order of the options; no secrets. */
    public Map<String, Optional<Value>> values() {
        Map<String, Optional<Value>> masked = new HashMap<>(notifying().shown());
        masked.put("--cluster", Optional.of(clusterValue));
        return levels.shown(masked);
    }

    /** The value of an option on the command line. */
    public Optional<String> flag(String option) {
        return levels.value(option).filter(value -> value.level() == Level.FLAG).map(Value::text);
    }

    /** The name of the backend, if one is chosen. */
    public Optional<String> backend() {
        return global.backend.map(Converters::word);
    }

    /** The Compressor executable or application. */
    public Optional<Path> compressor() {
        return global.compressor;
    }

    /** The Batch Monitor executable. */
    public Optional<Path> batchMonitor() {
        return global.batchMonitor;
    }

    /** The generation of the command line; empty for the one that is detected. */
    public Optional<String> generation() {
        return Optional.of(global.generation.strip().toLowerCase(Locale.ROOT)).filter(word -> !word.equals("auto"));
    }

    /** The scenario of the simulator: a file, or the name of a built-in one. */
    public Optional<String> scenario() {
        return global.scenario;
    }

    /** How the simulator makes outputs, {@code copied} or {@code encoded}; empty by default. */
    public Optional<String> simulatorOutputs() {
        return global.simulatorOutputs.map(Converters::word);
    }

    /** The ffmpeg that encodes the outputs of the simulator, if one is named. */
    public Optional<Path> ffmpeg() {
        return global.ffmpeg;
    }

    /** The directories in which programs are looked for, as the {@code PATH} of the environment lists them. */
    public String searchPath() {
        return levels.searchPath();
    }

    /** Where our state is stored. */
    public Path stateFolder() {
        return global.stateDir.orElseThrow();
    }

    /** Where the simulator's state is stored. */
    public Path simulatorFolder() {
        return global.simulatorDir.orElseThrow();
    }

    /** Whether only failures are printed. */
    public boolean isQuiet() {
        return global.quiet;
    }

    /** Whether the log on standard error shows what happens. */
    public boolean isVerbose() {
        return global.verbose;
    }

    /** Whether the log on standard error shows everything. */
    public boolean isDebug() {
        return global.debug;
    }

    /** Whether colours are switched off. */
    public boolean isColourless() {
        return global.noColor;
    }

    /** The log file. */
    public Optional<Path> logFile() {
        return global.logFile;
    }

    /** Whether the log is JSON. */
    public boolean logsJson() {
        return global.logFormat == GlobalOptions.LogFormat.JSON;
    }

    /** The priority of batches whose request names none. */
    public Priority priority() {
        return submission.priority;
    }

    /** The time limits, and whether This Computer may replace a cluster. */
    public Policy policy() {
        boolean never = submission.noFallback || submission.fallback == SubmissionOptions.Fallback.NEVER;
        Policy policy = Policy.DEFAULT
                .submissionTimeout(submission.submitTimeout)
                .settleWindow(submission.settleTimeout)
                .lostAfter(watching.lostAfter)
                .statusTimeout(watching.statusTimeout)
                .outputGrace(watching.outputGrace)
                .stallAfter(stall.after)
                .sourceStableFor(stability.stableFor)
                .sourceTimeout(stability.stableTimeout.orElse(Policy.DEFAULT.sourceTimeout()))
                .minFreeBytes(submission.minFree)
                .fallback(never ? Policy.Fallback.NEVER : Policy.Fallback.WHEN_UNAVAILABLE);
        return watching.poll.map(policy::pollEvery).orElse(policy);
    }

    /** Whom to notify, of what, and how that is signed. */
    public NotifyConfiguration notifying() {
        return new NotifyConfiguration(levels, notify, notifySecretFile.file, notifySecret);
    }

    private Cluster cluster(String option, String place) {
        try {
            return switch (option) {
                case "--cluster-id-file" -> login(SecretFile.readAddress(global.clusterIdFile.orElseThrow()));
                case "--cluster-id" -> login(clusterId.orElseThrow());
                default -> named(global.cluster);
            };
        } catch (IllegalArgumentException invalid) {
            throw CommandFailure.configuration(
                    "the cluster named by " + place + " is invalid: " + invalid.getMessage(),
                    option.equals("--cluster")
                            ? "give the name of a cluster here, and an address in a file, by --cluster-id-file"
                            : "write it as user:password@host:port");
        }
    }

    /** Text before an at sign may be a password, which would appear in the log and in the journal. */
    private static Cluster named(String name) {
        if (name.contains("@")) {
            throw new IllegalArgumentException("it contains an @, so that it may be an address with a password");
        }
        return Cluster.named(name);
    }

    private Cluster login(String text) {
        ClusterLogin login = ClusterLogin.parse(text);
        credentials = login;
        return login.cluster();
    }
}
