package io.qmaster.simulator.scenario;

import io.qmaster.domain.Priority;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a workload from JSON. */
final class WorkloadJson {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?) ?(B|kB|MB|GB|TB)");
    /** An upper limit that fits into a long and is always out of range. */
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final Map<String, Integer> POWERS = Map.of("B", 0, "kB", 3, "MB", 6, "GB", 9, "TB", 12);

    private WorkloadJson() {}

    static Workload read(String json, Scenario scenario) {
        Place root = Place.rootOf(json);
        Place batches = root.node().isArray() ? root : root.object("batches").required("batches");
        return new Workload(batches.each(place -> batch(place, scenario)));
    }

    private static PlannedBatch batch(Place place, Scenario scenario) {
        place.object(
                "at", "name", "size", "priority", "cluster", "segmentable", "pauseAfter", "resumeAfter", "cancelAfter");
        return new PlannedBatch(
                place.child("at").map(Place::duration).orElse(Duration.ZERO),
                place.required("name").text(),
                size(place.required("size")),
                place.child("priority")
                        .map(given -> given.word(List.of(Priority.values()), Priority::word))
                        .orElse(Priority.LOW),
                place.child("cluster")
                        .map(given -> cluster(given, scenario))
                        .orElseGet(() -> Workload.usualCluster(scenario).name()),
                place.child("segmentable").map(Place::flag).orElse(true),
                place.child("pauseAfter").map(Place::duration),
                place.child("resumeAfter").map(Place::duration),
                place.child("cancelAfter").map(Place::duration));
    }

    private static String cluster(Place place, Scenario scenario) {
        return scenario.cluster(place.text())
                .map(SimulatedCluster::name)
                .orElseThrow(() -> place.expected("the name of a cluster of the scenario, one of "
                        + String.join(
                                ", ",
                                scenario.clusters().stream()
                                        .map(SimulatedCluster::name)
                                        .toList())));
    }

    private static long size(Place place) {
        if (place.node().isNumber()) {
            return place.wholeNumber();
        }
        Matcher size = SIZE.matcher(place.node().isString() ? place.node().stringValue() : "");
        if (!size.matches()) {
            throw place.expected("a number of bytes, or a size such as \"750MB\" or \"2.5GB\"");
        }
        return new BigDecimal(size.group(1))
                .movePointRight(POWERS.getOrDefault(size.group(2), 0))
                .min(MOST)
                .longValue();
    }
}
