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
 * What a simulated Qmaster is like, and what goes wrong with it. Immutable and safe for threads.
 *
 * <pre>{@code
 * Scenario scenario = Scenario.builder()
 *         .cluster(SimulatedCluster.of("FCS Cluster", new ServiceNode("node-1", 2, 1.0)))
 *         .fault(new Fault.ClusterDown("FCS Cluster", Duration.ofMinutes(10), Optional.empty()))
 *         .build();
 * }</pre>
 *
 * <p>As JSON, with everything but the faults left at its default:
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
 * {@code "job"}, one time for every job. {@code lasting} left out means for ever, {@code when} left out every time; {@code
 * status-fails} knows {@code hangs}, {@code garbled}, {@code truncated} and {@code empty}, {@code output-spoiled} {@code
 * missing}, {@code empty} and {@code truncated}; each {@link Fault.Habit.Kind} is a fault of its own. A key that is not known
 * is an error.
 *
 * @param seed what chance hangs on: the same seed gives the same course
 * @param speed how much model time passes in a real second, in seconds: 1 is real time, 60 a minute a second. On virtual
 *     time it means nothing
 * @param durations how long things take
 * @param clusters the clusters; {@code This Computer} is always one of them
 * @param replacesExtension whether the extension of an output is replaced by the setting's, as Compressor 5.2 does (field
 *     report of May 2026); otherwise the output has the name that was asked for, as with 5.4
 * @param waitsForOldOutput whether a job whose output exists waits until somebody deletes that, as with Compressor 4.5
 *     (mackworth/cTiVo, issue 398); otherwise it is overwritten without a word, as with 5.4
 * @param outputs how outputs are made; if empty, as the program or the library does by default
 * @param faults what goes wrong
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
    /** How outputs are made. */
    public enum Outputs {
        /** The content of an output is a copy of its source. */
        COPIED,
        /** ffmpeg encodes what the setting says. */
        ENCODED;

        /** The word for it in a scenario and on the command line. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<String> NAMES =
            List.of("calm", "cluster-down", "hanging", "flaky-monitor", "lost-batch", "night-shift");

    /** @throws ScenarioException if a part is out of range, a name occurs twice, or a fault names what is not there */
    public Scenario {
        Bounds.within("/speed", speed, 0.001, 1_000_000);
        clusters = withThisComputer(clusters);
        faults = List.copyOf(faults);
        checkClusters(clusters);
        for (int at = 0; at < faults.size(); at++) {
            checkFault("/faults/" + at, faults.get(at), clusters);
        }
    }

    /** Begins a scenario that is calm: nothing goes wrong, and there is only this computer. */
    public static Builder builder() {
        return new Builder();
    }

    /** The names of the scenarios that come with the simulator, {@code calm} first. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * A scenario that comes with the simulator.
     *
     * @throws ScenarioException if there is none of that name
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
     * @throws ScenarioException if it is missing, unreadable, larger than 64 MiB, or no scenario; the message names the place in the file
     */
    public static Scenario read(Path file) {
        return parse(UserFile.read(file, "scenario " + file), file.toString());
    }

    /**
     * Reads a scenario from JSON.
     *
     * @throws ScenarioException if it is none; the message names the place in the text
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

    /** The JSON Schema of the format (draft 2020-12), for editors; {@link #parse} checks more, such as names that fit. */
    public static String jsonSchema() {
        return resource("scenario.schema.json");
    }

    /** The same, with the extension of every output replaced by its setting's. */
    public Scenario replacingExtensions() {
        return new Scenario(seed, speed, durations, clusters, true, waitsForOldOutput, outputs, faults);
    }

    /** The same, with every job whose output exists waiting until that is deleted. */
    public Scenario waitingForOldOutputs() {
        return new Scenario(seed, speed, durations, clusters, replacesExtension, true, outputs, faults);
    }

    /** The same, with outputs made in some way. */
    public Scenario withOutputs(Outputs how) {
        return new Scenario(
                seed, speed, durations, clusters, replacesExtension, waitsForOldOutput, Optional.of(how), faults);
    }

    /** The scenario as JSON on one line; {@link #parse} makes an equal one of it. */
    public String toJson() {
        return ScenarioJson.write(this);
    }

    /** The cluster that a name or {@code host:port} stands for. */
    public Optional<SimulatedCluster> cluster(String nameOrAddress) {
        return clusters.stream()
                .filter(cluster -> cluster.name().equals(nameOrAddress))
                .findFirst()
                .or(() -> clusters.stream()
                        .filter(cluster -> cluster.address().equals(Optional.of(nameOrAddress)))
                        .findFirst());
    }

    /** Whether an answer to a question for status may depend on how many were asked before. */
    public boolean countsQuestions() {
        return faults.stream().anyMatch(Fault.StatusFails.class::isInstance);
    }

    /** Whether the engine can have a habit, sometimes at least. */
    public boolean hasHabit(Fault.Habit.Kind kind) {
        return faults.stream().anyMatch(fault -> fault instanceof Fault.Habit habit && habit.kind() == kind);
    }

    private static List<SimulatedCluster> withThisComputer(List<SimulatedCluster> given) {
        List<SimulatedCluster> all = new ArrayList<>(given);
        if (given.stream().noneMatch(cluster -> cluster.name().equals(Cluster.THIS_COMPUTER_NAME))) {
            // Behind the others, so that a pointer to one of them still fits what was written.
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

    /** Gathers the parts of a scenario. Not safe for threads. */
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

        /** What chance hangs on; 1 if it is not said. */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /** How many seconds of model time pass in a real one; 1 if it is not said. */
        public Builder speed(double factor) {
            speed = factor;
            return this;
        }

        /** How long things take. */
        public Builder durations(Durations times) {
            durations = times;
            return this;
        }

        /** One time for every job, whatever its source. */
        public Builder jobsTake(Duration time) {
            durations = durations.job(time);
            return this;
        }

        /** Replaces the extension of an output by the setting's, as Compressor 5.2 does. */
        public Builder replacesExtension() {
            replacesExtension = true;
            return this;
        }

        /** Lets a job whose output exists wait until that is deleted, as with Compressor 4.5. */
        public Builder waitsForOldOutput() {
            waitsForOldOutput = true;
            return this;
        }

        /** How outputs are made. */
        public Builder outputs(Outputs how) {
            outputs = Optional.of(how);
            return this;
        }

        /** Adds a cluster; one named {@code This Computer} takes the place of the usual one with two instances. */
        public Builder cluster(SimulatedCluster cluster) {
            clusters.add(cluster);
            return this;
        }

        /** Adds something that goes wrong. */
        public Builder fault(Fault fault) {
            faults.add(fault);
            return this;
        }

        /**
         * The scenario.
         *
         * @throws ScenarioException if a name occurs twice or a fault names what is not there
         */
        public Scenario build() {
            return new Scenario(
                    seed, speed, durations, clusters, replacesExtension, waitsForOldOutput, outputs, faults);
        }
    }
}
