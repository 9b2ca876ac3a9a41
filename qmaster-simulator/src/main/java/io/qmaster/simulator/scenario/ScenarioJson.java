package io.qmaster.simulator.scenario;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes a scenario as JSON, with a fixed order of keys. */
final class ScenarioJson {
    private static final String[] TRIGGER = {"from", "until", "call", "batchName", "probability", "atMost"};

    private static final String FAULTS =
            "one of cluster-down, node-down, service-reset, service-crash, disk-full, noise, submission-hangs,"
                    + " submission-refused, batch-id-missing, status-fails, batch-vanishes, job-fails, output-spoiled, "
                    + Stream.of(Fault.Habit.Kind.values())
                            .map(Fault.Habit.Kind::word)
                            .collect(Collectors.joining(", "));

    private ScenarioJson() {}

    static Scenario read(String json) {
        return Place.rootOf(json).made(ScenarioJson::scenario);
    }

    static String write(Scenario scenario) {
        ObjectNode json = object();
        json.put("seed", scenario.seed());
        json.put("speed", scenario.speed());
        json.put("replacesExtension", scenario.replacesExtension());
        json.put("waitsForOldOutput", scenario.waitsForOldOutput());
        scenario.outputs().ifPresent(how -> json.put("outputs", how.word()));
        write(scenario.durations(), json.putObject("durations"));
        ArrayNode clusters = json.putArray("clusters");
        scenario.clusters().forEach(cluster -> write(cluster, clusters.addObject()));
        ArrayNode faults = json.putArray("faults");
        scenario.faults().forEach(fault -> write(fault, faults.addObject()));
        return JsonText.write(json);
    }

    private static Scenario scenario(Place root) {
        root.object(
                "seed",
                "speed",
                "replacesExtension",
                "waitsForOldOutput",
                "outputs",
                "durations",
                "clusters",
                "faults");
        return new Scenario(
                root.child("seed").map(Place::wholeNumber).orElse(1L),
                root.child("speed").map(Place::number).orElse(1.0),
                root.child("durations")
                        .map(place -> place.made(ScenarioJson::durations))
                        .orElse(Durations.DEFAULT),
                root.child("clusters")
                        .map(place -> place.each(ScenarioJson::cluster))
                        .orElse(List.of()),
                flag(root, "replacesExtension"),
                flag(root, "waitsForOldOutput"),
                root.child("outputs")
                        .map(place -> place.word(List.of(Scenario.Outputs.values()), Scenario.Outputs::word)),
                root.child("faults")
                        .map(place -> place.each(ScenarioJson::fault))
                        .orElse(List.of()));
    }

    private static Durations durations(Place place) {
        place.object("dispatch", "startup", "bytesPerSecond", "joining", "variation", "job");
        Durations usual = Durations.DEFAULT;
        return new Durations(
                place.child("dispatch").map(Place::duration).orElse(usual.dispatch()),
                place.child("startup").map(Place::duration).orElse(usual.startup()),
                place.child("bytesPerSecond").map(Place::wholeNumber).orElse(usual.bytesPerSecond()),
                place.child("joining").map(Place::duration).orElse(usual.joining()),
                place.child("variation").map(Place::number).orElse(usual.variation()),
                place.child("job").map(Place::duration));
    }

    private static void write(Durations durations, ObjectNode json) {
        json.put("dispatch", durations.dispatch().toString());
        json.put("startup", durations.startup().toString());
        json.put("bytesPerSecond", durations.bytesPerSecond());
        json.put("joining", durations.joining().toString());
        json.put("variation", durations.variation());
        put(json, "job", durations.job());
    }

    private static SimulatedCluster cluster(Place place) {
        place.object("name", "address", "nodes");
        return new SimulatedCluster(
                place.required("name").text(),
                place.child("address").map(Place::text),
                place.required("nodes").each(ScenarioJson::node));
    }

    private static ServiceNode node(Place place) {
        place.object("name", "instances", "speed");
        return new ServiceNode(
                place.required("name").text(),
                place.child("instances").map(Place::count).orElse(1),
                place.child("speed").map(Place::number).orElse(1.0));
    }

    private static void write(SimulatedCluster cluster, ObjectNode json) {
        json.put("name", cluster.name());
        cluster.address().ifPresent(address -> json.put("address", address));
        ArrayNode nodes = json.putArray("nodes");
        cluster.nodes()
                .forEach(node -> nodes.addObject()
                        .put("name", node.name())
                        .put("instances", node.instances())
                        .put("speed", node.speed()));
    }

    private static Fault fault(Place place) {
        if (!place.node().isObject()) {
            throw place.expected("an object");
        }
        Place word = place.required("fault");
        return switch (word.text()) {
            case "cluster-down" -> {
                place.object("fault", "cluster", "at", "lasting");
                yield new Fault.ClusterDown(
                        place.required("cluster").text(), moment(place), duration(place, "lasting"));
            }
            case "node-down" -> {
                place.object("fault", "cluster", "node", "at", "lasting");
                yield new Fault.NodeDown(
                        place.required("cluster").text(),
                        place.required("node").text(),
                        moment(place),
                        duration(place, "lasting"));
            }
            case "service-reset" -> {
                place.object("fault", "at", "forgets");
                yield new Fault.ServiceReset(moment(place), flag(place, "forgets"));
            }
            case "service-crash" -> {
                place.object("fault", "cluster", "node", "at");
                yield new Fault.ServiceCrash(
                        place.required("cluster").text(), place.required("node").text(), moment(place));
            }
            case "disk-full" -> {
                place.object("fault", "at", "lasting");
                yield new Fault.DiskFull(moment(place), duration(place, "lasting"));
            }
            case "noise" -> {
                place.object("fault", "words", "when");
                yield new Fault.Noise(place.required("words").text(), when(place));
            }
            case "submission-hangs" -> {
                place.object("fault", "queued", "ignoresTermination", "when");
                yield new Fault.SubmissionHangs(
                        place.required("queued").flag(), flag(place, "ignoresTermination"), when(place));
            }
            case "submission-refused" -> {
                place.object("fault", "when");
                yield new Fault.SubmissionRefused(when(place));
            }
            case "batch-id-missing" -> {
                place.object("fault", "queued", "when");
                yield new Fault.BatchIdMissing(place.required("queued").flag(), when(place));
            }
            case "status-fails" -> {
                place.object("fault", "answer", "when");
                yield new Fault.StatusFails(
                        place.required("answer")
                                .word(List.of(Fault.StatusFails.Answer.values()), Fault.StatusFails.Answer::word),
                        when(place));
            }
            case "batch-vanishes" -> {
                place.object("fault", "after", "lasting", "when");
                yield new Fault.BatchVanishes(
                        place.child("after").map(Place::duration).orElse(Duration.ZERO),
                        duration(place, "lasting"),
                        when(place));
            }
            case "job-fails" -> {
                place.object("fault", "reason", "job", "attempts", "when");
                yield new Fault.JobFails(
                        place.required("reason").text(),
                        place.child("job").map(Place::count).orElse(1),
                        place.child("attempts").map(Place::count).orElse(3),
                        when(place));
            }
            case "output-spoiled" -> {
                place.object("fault", "how", "when");
                yield new Fault.OutputSpoiled(
                        place.required("how")
                                .word(List.of(Fault.OutputSpoiled.How.values()), Fault.OutputSpoiled.How::word),
                        when(place));
            }
            default -> {
                Fault.Habit.Kind kind = Stream.of(Fault.Habit.Kind.values())
                        .filter(known -> known.word().equals(word.text()))
                        .findFirst()
                        .orElseThrow(() -> word.expected(FAULTS));
                place.object("fault", "when");
                yield new Fault.Habit(kind, when(place));
            }
        };
    }

    private static void write(Fault fault, ObjectNode json) {
        if (fault instanceof Fault.ClusterDown down) {
            json.put("fault", "cluster-down")
                    .put("cluster", down.cluster())
                    .put("at", down.at().toString());
            put(json, "lasting", down.lasting());
        } else if (fault instanceof Fault.NodeDown down) {
            json.put("fault", "node-down")
                    .put("cluster", down.cluster())
                    .put("node", down.node())
                    .put("at", down.at().toString());
            put(json, "lasting", down.lasting());
        } else if (fault instanceof Fault.ServiceReset reset) {
            json.put("fault", "service-reset").put("at", reset.at().toString()).put("forgets", reset.forgets());
        } else if (fault instanceof Fault.ServiceCrash crash) {
            json.put("fault", "service-crash")
                    .put("cluster", crash.cluster())
                    .put("node", crash.node())
                    .put("at", crash.at().toString());
        } else if (fault instanceof Fault.DiskFull full) {
            json.put("fault", "disk-full").put("at", full.at().toString());
            put(json, "lasting", full.lasting());
        } else if (fault instanceof Fault.Noise noise) {
            json.put("fault", "noise").put("words", noise.words());
            write(noise.when(), json);
        } else if (fault instanceof Fault.SubmissionHangs hangs) {
            json.put("fault", "submission-hangs")
                    .put("queued", hangs.queued())
                    .put("ignoresTermination", hangs.ignoresTermination());
            write(hangs.when(), json);
        } else if (fault instanceof Fault.SubmissionRefused refused) {
            json.put("fault", "submission-refused");
            write(refused.when(), json);
        } else if (fault instanceof Fault.BatchIdMissing missing) {
            json.put("fault", "batch-id-missing").put("queued", missing.queued());
            write(missing.when(), json);
        } else if (fault instanceof Fault.StatusFails fails) {
            json.put("fault", "status-fails").put("answer", fails.answer().word());
            write(fails.when(), json);
        } else if (fault instanceof Fault.BatchVanishes vanishes) {
            json.put("fault", "batch-vanishes").put("after", vanishes.after().toString());
            put(json, "lasting", vanishes.lasting());
            write(vanishes.when(), json);
        } else if (fault instanceof Fault.JobFails fails) {
            json.put("fault", "job-fails")
                    .put("reason", fails.reason())
                    .put("job", fails.job())
                    .put("attempts", fails.attempts());
            write(fails.when(), json);
        } else if (fault instanceof Fault.OutputSpoiled spoiled) {
            json.put("fault", "output-spoiled").put("how", spoiled.how().word());
            write(spoiled.when(), json);
        } else if (fault instanceof Fault.Habit habit) {
            json.put("fault", habit.kind().word());
            write(habit.when(), json);
        }
    }

    private static Trigger when(Place fault) {
        return fault.child("when")
                .map(place -> place.made(ScenarioJson::trigger))
                .orElse(Trigger.ALWAYS);
    }

    private static Trigger trigger(Place place) {
        place.object(TRIGGER);
        return new Trigger(
                duration(place, "from"),
                duration(place, "until"),
                wholeNumber(place, "call"),
                place.child("batchName").map(Place::text),
                place.child("probability")
                        .map(likely -> OptionalDouble.of(likely.number()))
                        .orElse(OptionalDouble.empty()),
                wholeNumber(place, "atMost"));
    }

    private static void write(Trigger trigger, ObjectNode fault) {
        ObjectNode json = fault.putObject("when");
        put(json, "from", trigger.from());
        put(json, "until", trigger.until());
        trigger.call().ifPresent(number -> json.put("call", number));
        trigger.batchName().ifPresent(pattern -> json.put("batchName", pattern));
        trigger.probability().ifPresent(likely -> json.put("probability", likely));
        trigger.atMost().ifPresent(times -> json.put("atMost", times));
    }

    private static Duration moment(Place fault) {
        return fault.child("at").map(Place::duration).orElse(Duration.ZERO);
    }

    private static boolean flag(Place place, String key) {
        return place.child(key).map(Place::flag).orElse(false);
    }

    private static Optional<Duration> duration(Place place, String key) {
        return place.child(key).map(Place::duration);
    }

    private static OptionalLong wholeNumber(Place place, String key) {
        return place.child(key)
                .map(number -> OptionalLong.of(number.wholeNumber()))
                .orElse(OptionalLong.empty());
    }

    private static void put(ObjectNode json, String key, Optional<Duration> time) {
        time.ifPresent(given -> json.put(key, given.toString()));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
