package io.qmaster.simulator.scenario;

import io.qmaster.domain.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a simulated Qmaster, with its faults. For users of the simulator. Immutable and thread-safe.
 *
 * <pre>{@code
 * Scenario scenario = Scenario.builder()
 *         .cluster(SimulatedCluster.of("FCS Cluster", new ServiceNode("node-1", 2, 1.0)))
 *         .fault(new Fault.ClusterDown("FCS Cluster", Duration.ofMinutes(10), Optional.empty()))
 *         .build();
 * }</pre>
 *
 * <p>As JSON; all values except the faults are the defaults:
 *
 * <pre>{@code
 * {
 *   "seed": 1,
 *   "speed": 1,
 *   "replacesExtension": false,
 *   "waitsForOldOutput": false,
 *   "outputs": "copied",
 *   "durations": {"dispatch": "1.2s", "startup": "2.2s", "bytesPerSecond": 25000000, "joining": "1.1s", "variation": 0.1},
 *   "clusters": [{"name": "FCS Cluster", "address": "fcs.example:51737",
 *                 "nodes": [{"name": "node-1", "instances": 2, "speed": 1}]}],
 *   "faults": [
 *     {"fault": "cluster-down", "cluster": "FCS Cluster", "at": "10m", "lasting": "30m"},
 *     {"fault": "node-down", "cluster": "FCS Cluster", "node": "node-1", "at": "1h"},
 *     {"fault": "service-reset", "at": "2h", "forgets": true},
 *     {"fault": "service-crash", "cluster": "FCS Cluster", "node": "node-1", "at": "5m"},
 *     {"fault": "disk-full", "at": "3h", "lasting": "10m"},
 *     {"fault": "noise", "words": "something that means nothing", "when": {}},
 *     {"fault": "submission-hangs", "queued": true, "ignoresTermination": false, "when": {"call": 1}},
 *     {"fault": "submission-refused", "when": {"batchName": "bad*", "atMost": 1}},
 *     {"fault": "batch-id-missing", "queued": false, "when": {"call": 2}},
 *     {"fault": "status-fails", "answer": "garbled", "when": {"probability": 0.1, "from": "5m", "until": "1h"}},
 *     {"fault": "batch-vanishes", "after": "2s", "lasting": "3m", "when": {"batchName": "*lost*"}},
 *     {"fault": "job-fails", "reason": "2x job controller down", "job": 1, "attempts": 3, "when": {}},
 *     {"fault": "output-spoiled", "how": "truncated", "when": {"batchName": "*half*"}},
 *     {"fault": "output-held-open", "when": {"call": 1}}
 *   ]
 * }
 * }</pre>
 *
 * <p>Durations read {@code 90s}, {@code 1.2s}, {@code 10m}, {@code 1h30m} or ISO-8601. {@code durations} also takes
 * {@code "job"}, one time for every job. Without {@code lasting}, a fault lasts indefinitely; without {@code when}, it
 * occurs every time. The values of {@code status-fails} are {@code hangs}, {@code garbled}, {@code truncated} and
 * {@code empty}, those of {@code output-spoiled} {@code missing}, {@code empty} and {@code truncated}; each
 * {@link Fault.Habit.Kind} is also a fault. Unknown keys are errors.
 *
 * @param seed the seed of random numbers: the same seed gives the same run
 *
 * @param speed seconds of model time in a real second: with 60, a minute takes a second. Ignored on virtual time
 * @param durations how long work takes
 * @param clusters the clusters; {@code This Computer} is always one of them
 * @param replacesExtension whether the extension of an output is replaced by the setting's, as Compressor 5.2 does
 *     (field report of May 2026); otherwise the output has the requested name, as with 5.4
 * @param waitsForOldOutput whether a job whose output exists waits until it is deleted, as with Compressor 4.5
 *     (mackworth/cTiVo, issue 398); otherwise it is overwritten, as with 5.4
 * @param outputs how outputs are written; if empty, the default of the program or library
 *
 * @param faults the faults
 */
public record Scenario(
        long seed,
        double speed,
        Durations durations,
        List<SimulatedCluster> clusters,
        boolean replacesExtension,
        boolean waitsForOldOutput,
        Optional<Outputs> outputs,
        List<Fault> faults) {
    private static final SimulatedCluster THIS_COMPUTER =
            SimulatedCluster.of(Cluster.THIS_COMPUTER_NAME, new ServiceNode("this-computer", 2, 1));
    /** How outputs are written. */
    public enum Outputs {
        /** Outputs are copies of their sources. */
        COPIED,
        /** ffmpeg encodes outputs according to their settings. */
        ENCODED;

        /** The name in a scenario and on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<String> NAMES =
            List.of("calm", "cluster-down", "hanging", "flaky-monitor", "lost-batch", "night-shift");

    /**
     * @throws ScenarioException if a part is out of range, a name occurs twice, or a fault names an unknown cluster or
     *     node
     */
    public Scenario {
        Bounds.within("/speed", speed, 0.001, 1_000_000);
        clusters = withThisComputer(clusters);
        faults = List.copyOf(faults);
        checkClusters(clusters);
        for (int at = 0; at < faults.size(); at++) {
            checkFault("/faults/" + at, faults.get(at), clusters);
        }
    }

    /** Creates a builder of a scenario without faults and with only this computer. */
    public static Builder builder() {
        return new Builder();
    }

    /** The names of the built-in scenarios, {@code calm} first. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * A built-in scenario.
     *
     * @throws ScenarioException if no scenario has that name
     */
    public static Scenario named(String name) {
        if (!NAMES.contains(name)) {
            throw new ScenarioException("", "the name of a scenario: " + String.join(", ", NAMES), '"' + name + '"');
        }
        return parse(resource(name + ".json"), name);
    }

    private static String resource(String file) {
        try (InputStream in = Scenario.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " was left out of this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException damaged) {
            throw new IllegalStateException(file + " cannot be read", damaged);
        }
    }

    /**
     * Reads a scenario from a JSON file.
     *
     * @throws ScenarioException if it is missing, unreadable, larger than 64 MiB, or not a scenario; the message names
     *     the place in the file
     */
    public static Scenario read(Path file) {
        return parse(UserFile.read(file, "scenario " + file), file.toString());
    }

    /**
     * Reads a scenario from JSON.
     *
     * @throws ScenarioException if it is not a scenario; the message names the place in the text
     */
    public static Scenario parse(String json) {
        return ScenarioJson.read(json);
    }

    private static Scenario parse(String json, String origin) {
        try {
            return ScenarioJson.read(json);
        } catch (ScenarioException fault) {
            throw fault.in("scenario " + origin);
        }
    }

    /**
     * The JSON Schema of the format (draft 2020-12), for editors; {@link #parse} checks more, such as matching names.
     */
    public static String jsonSchema() {
        return resource("scenario.schema.json");
    }

    /** A copy that replaces the extension of every output with its setting's. */
    public Scenario replacingExtensions() {
        return new Scenario(seed, speed, durations, clusters, true, waitsForOldOutput, outputs, faults);
    }

    /** A copy in which a job waits until an existing output is deleted. */
    public Scenario waitingForOldOutputs() {
        return new Scenario(seed, speed, durations, clusters, replacesExtension, true, outputs, faults);
    }

    /** A copy that writes outputs in another way. */
    public Scenario withOutputs(Outputs how) {
        return new Scenario(
                seed, speed, durations, clusters, replacesExtension, waitsForOldOutput, Optional.of(how), faults);
    }

    /** The scenario as JSON on one line; {@link #parse} returns an equal scenario. */
    public String toJson() {
        return ScenarioJson.write(this);
    }

    /** The cluster with a name or {@code host:port}. */
    public Optional<SimulatedCluster> cluster(String nameOrAddress) {
        return clusters.stream()
                .filter(cluster -> cluster.name().equals(nameOrAddress))
                .findFirst()
                .or(() -> clusters.stream()
                        .filter(cluster -> cluster.address().equals(Optional.of(nameOrAddress)))
                        .findFirst());
    }

    /** Whether answers to status queries depend on their number. */
    public boolean countsQuestions() {
        return faults.stream().anyMatch(Fault.StatusFails.class::isInstance);
    }

    /** Whether the engine has an unexpected behaviour, at least sometimes. */
    public boolean hasHabit(Fault.Habit.Kind kind) {
        return faults.stream().anyMatch(fault -> fault instanceof Fault.Habit habit && habit.kind() == kind);
    }

    private static List<SimulatedCluster> withThisComputer(List<SimulatedCluster> given) {
        List<SimulatedCluster> all = new ArrayList<>(given);
        if (given.stream().noneMatch(cluster -> cluster.name().equals(Cluster.THIS_COMPUTER_NAME))) {
            // At the end, so that JSON pointers to the others match the document.
            all.add(THIS_COMPUTER);
        }
        return List.copyOf(all);
    }

    private static void checkClusters(List<SimulatedCluster> clusters) {
        Set<String> names = new HashSet<>();
        for (int at = 0; at < clusters.size(); at++) {
            SimulatedCluster cluster = clusters.get(at);
            if (!names.add(cluster.name())) {
                throw new ScenarioException(
                        "/clusters/" + at + "/name", "a name that no other cluster has", '"' + cluster.name() + '"');
            }
            if (cluster.address().isPresent() && !names.add(cluster.address().get())) {
                throw new ScenarioException(
                        "/clusters/" + at + "/address",
                        "an address that no other cluster has",
                        '"' + cluster.address().get() + '"');
            }
        }
    }

    private static void checkFault(String pointer, Fault fault, List<SimulatedCluster> clusters) {
        if (fault instanceof Fault.ClusterDown down) {
            clusterNamed(pointer, down.cluster(), clusters);
        } else if (fault instanceof Fault.NodeDown down) {
            checkNode(pointer, down.node(), clusterNamed(pointer, down.cluster(), clusters));
        } else if (fault instanceof Fault.ServiceCrash crash) {
            checkNode(pointer, crash.node(), clusterNamed(pointer, crash.cluster(), clusters));
        }
    }

    private static void checkNode(String pointer, String name, SimulatedCluster cluster) {
        if (cluster.nodes().stream().noneMatch(node -> node.name().equals(name))) {
            throw new ScenarioException(pointer + "/node", "a node of the cluster " + cluster.name(), '"' + name + '"');
        }
    }

    private static SimulatedCluster clusterNamed(String pointer, String name, List<SimulatedCluster> clusters) {
        return clusters.stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ScenarioException(
                        pointer + "/cluster", "the name of a cluster of this scenario", '"' + name + '"'));
    }

    /** Builds a {@link Scenario}. Not thread-safe. */
    public static final class Builder {
        private long seed = 1;
        private double speed = 1;
        private Durations durations = Durations.DEFAULT;
        private boolean replacesExtension;
        private boolean waitsForOldOutput;
        private Optional<Outputs> outputs = Optional.empty();
        private final List<SimulatedCluster> clusters = new ArrayList<>();
        private final List<Fault> faults = new ArrayList<>();

        private Builder() {}

        /** The seed of random numbers. Default: 1. */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /** Seconds of model time in a real second. Default: 1. */
        public Builder speed(double factor) {
            speed = factor;
            return this;
        }

        /** How long work takes. Default: {@link Durations#DEFAULT}. */
        public Builder durations(Durations times) {
            durations = times;
            return this;
        }

        /** Sets one time for every job. */
        public Builder jobsTake(Duration time) {
            durations = durations.job(time);
            return this;
        }

        /** Replaces the extension of an output with the setting's, as Compressor 5.2 does. */
        public Builder replacesExtension() {
            replacesExtension = true;
            return this;
        }

        /** Lets a job wait until an existing output is deleted, as with Compressor 4.5. */
        public Builder waitsForOldOutput() {
            waitsForOldOutput = true;
            return this;
        }

        /** How outputs are written. */
        public Builder outputs(Outputs how) {
            outputs = Optional.of(how);
            return this;
        }

        /** Adds a cluster; one named {@code This Computer} replaces the default with two instances. */
        public Builder cluster(SimulatedCluster cluster) {
            clusters.add(cluster);
            return this;
        }

        /** Adds a fault. */
        public Builder fault(Fault fault) {
            faults.add(fault);
            return this;
        }

        /**
         * Builds the scenario.
         *
         * @throws ScenarioException if a name occurs twice, or a fault names an unknown cluster or node
         */
        public Scenario build() {
            return new Scenario(
                    seed, speed, durations, clusters, replacesExtension, waitsForOldOutput, outputs, faults);
        }
    }
}
