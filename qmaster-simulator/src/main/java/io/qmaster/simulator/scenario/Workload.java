package io.qmaster.simulator.scenario;

import io.qmaster.domain.Cluster;
import io.qmaster.domain.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The batches that are submitted to a simulated Qmaster, with their times. For users of
 * {@link io.qmaster.simulator.report.ScenarioRun}. Immutable and thread-safe.
 *
 * <p>As JSON, an array or an object whose {@code batches} is one:
 *
 * <pre>{@code
 * {
 *   "batches": [
 *     {"at": "0s", "name": "reel 1", "size": "2GB", "priority": "high", "cluster": "FCS Cluster"},
 *     {"at": "1m30s", "name": "reel 2", "size": 750000000, "segmentable": false, "pauseAfter": "1m", "resumeAfter": "5m"},
 *     {"name": "reel 3", "size": "40MB", "cancelAfter": "10s"}
 *   ]
 * }
 * }</pre>
 *
 * <p>{@code name} and {@code size} are required. {@code at} is the time since the start, by default {@code 0s};
 * {@code pauseAfter}, {@code resumeAfter} and {@code cancelAfter} are times since the submission. A size is a number of
 * bytes, or a text in {@code kB}, {@code MB}, {@code GB} or {@code TB}, which are powers of 1000. The default priority
 * is {@code low}, the default cluster the scenario's first other than This Computer. Unknown keys are errors.
 *
 * @param batches the batches, sorted by their time; those of the same time keep their order
 */
public record Workload(List<PlannedBatch> batches) {
    /** The approximate load of the cluster with the batches of {@link #seeded}. */
    private static final double LOAD = 0.9;

    private static final double SMALLEST = 200e6;
    private static final double LARGEST = 20e9;

    /** @throws ScenarioException if there is no batch */
    public Workload {
        if (batches.isEmpty()) {
            throw new ScenarioException("", "at least one batch", "none").in("batches");
        }
        batches =
                batches.stream().sorted(Comparator.comparing(PlannedBatch::at)).toList();
    }

    /**
     * Generates batches that keep a scenario's cluster busy: their times, sizes and priorities come from the scenario's
     * seed, so that the same scenario and number give the same batches. Sources are between 200 MB and 20 GB, more of
     * them small than large.
     *
     * @param number how many, 1 to 10000
     * @throws ScenarioException if the number is out of range
     */
    public static Workload seeded(int number, Scenario scenario) {
        try {
            Bounds.within("", number, 1, 10_000);
        } catch (ScenarioException outOfRange) {
            throw outOfRange.in("number of batches");
        }
        Random random = new Random(scenario.seed());
        SimulatedCluster cluster = usualCluster(scenario);
        int digits = Integer.toString(number).length();
        double at = 0;
        List<PlannedBatch> batches = new ArrayList<>();
        for (int each = 1; each <= number; each++) {
            String name = String.format(Locale.ROOT, "reel %0" + digits + "d", each);
            batches.add(new PlannedBatch(
                    Duration.ofMillis((long) at),
                    name,
                    (long) (SMALLEST * StrictMath.pow(LARGEST / SMALLEST, random.nextDouble())),
                    priority(random.nextDouble()),
                    cluster.name()));
            // Independent arrivals: exponentially distributed gaps.
            at += -StrictMath.log(1 - random.nextDouble()) * meanGap(scenario.durations(), cluster);
        }
        return new Workload(batches);
    }

    /**
     * Reads a workload from a JSON file.
     *
     * @param scenario the scenario whose clusters the batches can name
     * @throws ScenarioException if it is missing, unreadable, larger than 64 MiB, or not a workload; the message names
     *     the place in the file
     */
    public static Workload read(Path file, Scenario scenario) {
        String document = "batches " + file;
        return parse(UserFile.read(file, document), document, scenario);
    }

    /**
     * Reads a workload from JSON.
     *
     * @param scenario the scenario whose clusters the batches can name
     * @throws ScenarioException if it is not a workload; the message names the place in the text
     */
    public static Workload parse(String json, Scenario scenario) {
        return parse(json, "batches", scenario);
    }

    private static Workload parse(String json, String document, Scenario scenario) {
        try {
            return WorkloadJson.read(json, scenario);
        } catch (ScenarioException fault) {
            throw fault.in(document);
        }
    }

    /** The default cluster of batches. */
    static SimulatedCluster usualCluster(Scenario scenario) {
        return scenario.clusters().stream()
                .filter(cluster -> !cluster.name().equals(Cluster.THIS_COMPUTER_NAME))
                .findFirst()
                .orElseGet(() -> scenario.clusters().get(0));
    }

    private static Priority priority(double chance) {
        if (chance < 0.1) {
            return Priority.HIGH;
        }
        return chance < 0.3 ? Priority.MEDIUM : Priority.LOW;
    }

    private static double meanGap(Durations durations, SimulatedCluster cluster) {
        double meanSize = (LARGEST - SMALLEST) / StrictMath.log(LARGEST / SMALLEST);
        double millis = durations
                .job()
                .map(time -> (double) time.toMillis())
                .orElseGet(() -> durations.startup().toMillis() + 1000 * meanSize / durations.bytesPerSecond());
        double speed = cluster.nodes().stream()
                .mapToDouble(node -> node.instances() * node.speed())
                .sum();
        return millis / speed / LOAD;
    }
}
