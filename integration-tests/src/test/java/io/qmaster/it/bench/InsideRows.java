package io.qmaster.it.bench;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.journal.FileJournal;
import io.qmaster.it.MemoryEngine;
import io.qmaster.it.bench.BenchmarkTable.Row;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.OutputEffect;
import io.qmaster.simulator.model.QmasterModel;
import io.qmaster.simulator.model.Submission;
import io.qmaster.simulator.model.SubmittedJob;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.scenario.ServiceNode;
import io.qmaster.simulator.scenario.SimulatedCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Internal costs: reading answers compared to Python, submitting in a loop, and simulating. */
final class InsideRows {
    private static final String JSON_LOADS = """
            import json, sys, time
            text = open(sys.argv[1]).read()
            took = []
            for turn in range(int(sys.argv[2])):
                began = time.perf_counter()
                json.loads(text)
                took.append(time.perf_counter() - began)
            print(sorted(took)[len(took) // 2] * 1000)
            """;

    /** The work of the Python module: it kept the attributes of every element. */
    private static final String HTML_PARSER = """
            import sys, time
            from html.parser import HTMLParser
            class Monitor(HTMLParser):
                def __init__(self):
                    HTMLParser.__init__(self)
                    self.elements = []
                def handle_starttag(self, tag, attributes):
                    self.elements.append((tag, dict(attributes)))
            text = open(sys.argv[1]).read()
            took = []
            for turn in range(int(sys.argv[2])):
                began = time.perf_counter()
                Monitor().feed(text)
                took.append(time.perf_counter() - began)
            print(sorted(took)[len(took) // 2] * 1000)
            """;

    private final Path folder;
    private final Extent extent;
    private final BenchmarkTable table;

    InsideRows(Path folder, Extent extent, BenchmarkTable table) {
        this.folder = folder;
        this.extent = extent;
        this.table = table;
    }

    void measure() throws Exception {
        double json = parsing(
                "json",
                "10 MB of JSON, warm: Python's json.loads",
                LargeAnswers.json(size(LargeAnswers.JSON_BYTES)),
                JSON_LOADS,
                1.5);
        parsing(
                "legacy",
                "7.7 MB of legacy markup, warm: Python's HTMLParser",
                LargeAnswers.legacy(size(LargeAnswers.LEGACY_BYTES)),
                HTML_PARSER,
                8);
        if (extent.isFull()) {
            cold(json);
        }
        submitting();
        simulating();
    }

    private int size(int bytes) {
        return extent.isFull() ? bytes : bytes / 100;
    }

    private double parsing(String benchmark, String what, String answer, String python, double goal) throws Exception {
        Path file = Files.writeString(folder.resolve(benchmark + ".txt"), answer);
        List<String> script = List.of(
                MeasuredProcess.python(folder),
                "-c",
                python,
                file.toString(),
                Integer.toString(Math.max(1, extent.rounds() / 2)));
        List<Double> theirs = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int turn = 0; turn < (extent.isFull() ? 3 : 1); turn++) {
            theirs.add(Double.parseDouble(
                    MeasuredProcess.run(folder, Map.of(), script).output().strip()));
            ours.add(warm(benchmark));
        }
        Turns turns = new Turns(theirs, ours);
        table.add(new Row(what + " ÷ ours", turns.ratio(), "×", false, goal, turns.noise(), turns.detail("ms")));
        return Turns.median(ours);
    }

    private double warm(String benchmark) throws RunnerException {
        boolean full = extent.isFull();
        RunResult result = new Runner(new OptionsBuilder()
                        .include(LargeAnswers.class.getName() + "\\." + benchmark + "$")
                        .forks(full ? 1 : 0)
                        // Not the options of a test, which does not need the slower compiler.
                        .jvmArgs("-Xmx1g", "-Dfile.encoding=UTF-8")
                        .warmupIterations(full ? 3 : 0)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(full ? 3 : 1)
                        .measurementTime(full ? TimeValue.seconds(1) : TimeValue.milliseconds(1))
                        .shouldFailOnError(true)
                        .build())
                .runSingle();
        return result.getPrimaryResult().getScore();
    }

    private void cold(double warm) throws Exception {
        Cold ours = cold(List.of(), List.of());
        table.add(new Row(
                "10 MB of JSON, first call in a new Java ÷ warm",
                ours.millis() / warm,
                "×",
                true,
                6,
                0.2,
                ours.detail() + " ÷ " + Math.rint(warm) + " ms"));
        cold(
                "of it, the JSON parser alone, which makes nothing of what it reads",
                List.of(),
                LargeAnswers.TOKENS,
                warm);
        cold(
                "the same with the options that the program starts Java with",
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=3"),
                "",
                warm);
    }

    private void cold(String what, List<String> options, String argument, double warm) throws Exception {
        Cold cold = cold(options, argument.isEmpty() ? List.of() : List.of(argument));
        table.add(Row.part(what + " ÷ warm", cold.millis() / warm, "×", 0.2, cold.detail()));
    }

    private Cold cold(List<String> options, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                LargeAnswers.class.getName(),
                folder.resolve("json.txt").toString()));
        command.addAll(arguments);
        List<Double> took = new ArrayList<>();
        List<Double> compiling = new ArrayList<>();
        for (int round = 0; round < extent.rounds() / 3; round++) {
            String[] printed =
                    MeasuredProcess.run(folder, Map.of(), command).output().split(" ", -1);
            took.add(Double.parseDouble(printed[0]));
            compiling.add(Double.parseDouble(printed[1]));
        }
        return new Cold(Turns.median(took), Turns.median(compiling));
    }

    /** A first call in a new Java: its duration, and the time of Java's compilers meanwhile, in their own threads. */
    private record Cold(double millis, double compiling) {
        String detail() {
            return Math.rint(millis) + " ms, " + Math.rint(compiling) + " ms of compiling meanwhile";
        }
    }

    /**
     * One batch for each call, one after the other. The engine ends each at once, so that only the last few are open.
     */
    private void submitting() throws Exception {
        Path work = Folders.make();
        MemoryEngine engine = new MemoryEngine();
        engine.cancelAll();
        int tenth = extent.submitted() / 10;
        long[] took = new long[extent.submitted()];
        try (FileJournal journal = FileJournal.in(work.resolve("journal"));
                Qmaster qmaster = Qmaster.builder(engine)
                        .journal(journal)
                        .policy(Policy.DEFAULT.pollEvery(Duration.ofSeconds(1)))
                        .build()) {
            // Not the first ones, before which Java has compiled nothing.
            for (int batch = -tenth; batch < took.length; batch++) {
                BatchRequest request = BatchRequest.builder()
                        .sourceFile(work.resolve("clip.mov"))
                        .compressorSettingFile(work.resolve("movie.setting"))
                        .destinationFile(work.resolve("out " + batch + ".mov"))
                        .build();
                long began = System.nanoTime();
                qmaster.submit(request).completion();
                if (batch >= 0) {
                    took[batch] = System.nanoTime() - began;
                }
            }
        }
        Folders.remove(work);
        double first = median(took, 0, tenth);
        double last = median(took, took.length - tenth, took.length);
        table.add(new Row(
                "submit in a loop with a journal: time a batch, last tenth ÷ first tenth of " + extent.submitted(),
                last / first,
                "×",
                true,
                1.2,
                0.1,
                String.format(Locale.ROOT, "%.2f ms ÷ %.2f ms", last, first)));
    }

    private static double median(long[] took, int from, int to) {
        return Turns.median(
                IntStream.range(from, to).mapToObj(at -> took[at] / 1e6).toList());
    }

    private void simulating() {
        simulated(extent.simulated() / 100);
        int few = extent.simulated() / 100;
        double small = simulated(few);
        double large = simulated(extent.simulated());
        table.add(new Row(
                "simulating batches of 3 jobs on 50 nodes: time a batch, " + extent.simulated() + " ÷ " + few,
                large / extent.simulated() / (small / few),
                "×",
                true,
                1.3,
                0.2,
                String.format(Locale.ROOT, "%.0f ms ÷ %.0f ms", large, small)));
        table.add(new Row(
                "simulating " + extent.simulated() + " batches", large / 1000, "s", true, 10, 0.2, "in one run"));
    }

    /**
     * The duration in milliseconds. A batch arrives every four seconds, and its jobs take a minute: the cluster is
     * busy.
     */
    private static double simulated(int batches) {
        List<ServiceNode> nodes = IntStream.rangeClosed(1, 50)
                .mapToObj(number -> new ServiceNode("node-" + number, 1, 1))
                .toList();
        Scenario scenario = Scenario.builder()
                .cluster(new SimulatedCluster("Farm", Optional.empty(), nodes))
                .jobsTake(Duration.ofMinutes(1))
                .build();
        long began = System.nanoTime();
        QmasterModel model = new QmasterModel(scenario, "bench", Instant.parse("2026-01-01T00:00:00Z"));
        for (int batch = 0; batch < batches; batch++) {
            advance(model, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(4L * batch));
            model.carryOut(
                    new Command.Submit(new Submission("Farm", "batch " + batch, Priority.LOW, "bench", jobs(batch))));
            settle(model);
        }
        for (Optional<Instant> next = model.nextEventAt();
                model.goesOn() && next.isPresent();
                next = model.nextEventAt()) {
            model.advanceTo(next.get());
            settle(model);
        }
        return (System.nanoTime() - began) / 1e6;
    }

    private static List<SubmittedJob> jobs(int batch) {
        return IntStream.range(0, 3)
                .mapToObj(job -> new SubmittedJob(
                        Path.of("clip.mov"),
                        1_000_000,
                        Optional.empty(),
                        Path.of("/out/" + batch + "-" + job + ".mov"),
                        "mov",
                        false,
                        false,
                        Optional.empty()))
                .toList();
    }

    private static void advance(QmasterModel model, Instant moment) {
        Optional<Instant> next = model.nextEventAt().filter(at -> !at.isAfter(moment));
        while (next.isPresent()) {
            model.advanceTo(next.get());
            settle(model);
            next = model.nextEventAt().filter(at -> !at.isAfter(moment));
        }
        model.advanceTo(moment);
    }

    /** Reports every output as written. */
    private static void settle(QmasterModel model) {
        for (List<OutputEffect> effects = model.effects(); !effects.isEmpty(); effects = model.effects()) {
            model.carryOut(new Command.Report(effects.get(0).sequence(), Optional.empty()));
        }
    }
}
