package io.qmaster.it.bench;

import io.qmaster.compressor.AnswerFormat;
import io.qmaster.compressor.CompressorBackend;
import io.qmaster.compressor.CompressorConfiguration;
import io.qmaster.compressor.Dialect;
import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.JobOptions;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Priority;
import io.qmaster.domain.Publication;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.standard.SettingFile;
import io.qmaster.domain.standard.WallClock;
import io.qmaster.it.bench.BenchmarkTable.Row;
import io.qmaster.simulator.QmasterState;
import io.qmaster.simulator.model.Command;
import io.qmaster.simulator.model.Submission;
import io.qmaster.simulator.model.SubmittedJob;
import io.qmaster.simulator.scenario.Scenario;
import io.qmaster.simulator.standin.StandIn;
import io.qmaster.simulator.standin.StandInGeneration;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cost of calling and watching Compressor through the adapter, with stand-ins and with a program that answers at
 * once.
 */
final class EngineRows {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final FileMark MARK = new FileMark(1, Instant.EPOCH);
    private static final Deadline NEVER = Deadline.NEVER;

    private final Path folder;
    private final Extent extent;
    private final BenchmarkTable table;
    private int submitted;

    EngineRows(Path folder, Extent extent, BenchmarkTable table) {
        this.folder = folder;
        this.extent = extent;
        this.table = table;
    }

    /** The cost of watching some batches. */
    private record Watched(
            double startsPerPoll,
            int threads,
            Map<String, Integer> names,
            double heapMib,
            double readingMib,
            double microsPerBatchAndPoll) {}

    void measure() throws Exception {
        standIn();
        watching();
        calls();
    }

    private void standIn() throws Exception {
        Scenario scenario = Folders.whereADayTakes(Duration.ofHours(1));
        StandIn mac = StandIn.install(folder.resolve("Applications"), StandInGeneration.COMPRESSOR_5_2, scenario);
        Files.write(folder.resolve("clip.mov"), movie());
        Files.writeString(folder.resolve("movie.setting"), "<setting name=\"movie\"><encoder name=\"QT\"/></setting>");
        CompressorBackend backend = new CompressorBackend(CompressorConfiguration.builder()
                .compressor(mac.compressor())
                .applications(mac.folder())
                .home(folder)
                .generation(Dialect.COMPRESSOR_5)
                .build());
        backend.engine().submit(order(), NEVER);
        Turns submit = Turns.of(
                extent.rounds(),
                () -> millis(() -> backend.engine().submit(order(), NEVER)),
                () -> bare(backend.engine().preview(order()).arguments()).millis());
        table.add(new Row(
                "a submission through the adapter ÷ the same program started alone",
                submit.ratio(),
                "×",
                true,
                1.15,
                submit.noise(),
                submit.detail("ms")));
        String batch = backend.statusSource().list(NEVER).get(0).batch().id().value();
        List<String> monitor = List.of(mac.compressor().toString(), "-monitor", "-batchid", batch, "-once");
        List<String> empty = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                emptyProgram().toString(),
                "Empty");
        Turns alone = Turns.of(
                extent.rounds(), () -> bare(monitor).millis(), () -> bare(empty).millis());
        table.add(new Row(
                "Compressor -monitor -batchid ID -once of a stand-in ÷ an empty Java program",
                alone.ratio(),
                "×",
                true,
                6,
                alone.noise(),
                alone.detail("ms")));
        state(mac).carryOut(new Command.Reset(), NEVER);
        StandIn old = StandIn.install(folder.resolve("Old"), StandInGeneration.COMPRESSOR_5_2, scenario);
        String first = fill(old);
        // All have ended, and are listed for a day of the engine: a queue with a history, not a busy one.
        state(old).carryOut(new Command.Reset(), NEVER);
        List<String> ofOld = List.of(old.compressor().toString(), "-monitor", "-batchid", first, "-once");
        bare(ofOld);
        Turns past = Turns.of(
                extent.rounds(), () -> bare(ofOld).millis(), () -> bare(monitor).millis());
        table.add(new Row(
                "the same after " + extent.queued() + " batches that have ended ÷ after a few",
                past.ratio(),
                "×",
                true,
                1.3,
                past.noise(),
                past.detail("ms")));
    }

    private static QmasterState state(StandIn mac) {
        return QmasterState.inDirectory(mac.state(), Optional.empty(), new WallClock());
    }

    private MeasuredProcess bare(List<String> command) throws Exception {
        return MeasuredProcess.run(folder, Map.of("HOME", folder.toString()), command);
    }

    private static double millis(Work work) throws Exception {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e6;
    }

    private interface Work {
        void run() throws Exception;
    }

    private Path emptyProgram() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("empty"));
        Path source = Files.writeString(
                classes.resolve("Empty.java"), "class Empty { public static void main(String[] arguments) {} }");
        bare(List.of(
                Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                "-d",
                classes.toString(),
                source.toString()));
        return classes;
    }

    /** Submits many batches; returns the id of the first. */
    private String fill(StandIn mac) throws InterruptedException {
        QmasterState state = state(mac);
        for (int batch = 0; batch < extent.queued(); batch++) {
            SubmittedJob job = new SubmittedJob(
                    folder.resolve("clip.mov"),
                    3000,
                    Optional.empty(),
                    folder.resolve("filled " + batch + ".mov"),
                    "mov",
                    false,
                    false,
                    Optional.empty());
            state.carryOut(
                    new Command.Submit(new Submission(
                            Cluster.THIS_COMPUTER_NAME, "filled " + batch, Priority.LOW, "bench", List.of(job))),
                    NEVER);
        }
        return state.look(model -> model.list().get(0).id().value(), NEVER);
    }

    private BatchOrder order() {
        int number = ++submitted;
        Path output = folder.resolve("out " + number + ".mov");
        return new BatchOrder(
                SubmissionId.random(),
                Cluster.THIS_COMPUTER,
                Cluster.THIS_COMPUTER,
                Priority.LOW,
                "batch " + number,
                true,
                List.of(new Target(
                        0,
                        folder.resolve("clip.mov"),
                        SettingFile.read(folder.resolve("movie.setting")),
                        output,
                        output,
                        MARK,
                        MARK,
                        JobOptions.NONE)),
                Map.of(),
                Optional.empty(),
                ExistingOutput.REFUSE,
                Publication.DIRECT);
    }

    private static byte[] movie() {
        byte[] movie = new byte[3000];
        System.arraycopy(
                new byte[] {0, 0, 0, 8, 'm', 'o', 'o', 'v', 0, 0, 11, (byte) 176, 'm', 'd', 'a', 't'}, 0, movie, 0, 16);
        return movie;
    }

    private void watching() throws Exception {
        int many = extent.watched();
        int some = Math.max(1, many / 100);
        Watched one = watched(1);
        Watched few = watched(some);
        Watched all = watched(many);
        table.add(new Row(
                "watching " + many + " batches: program starts a poll",
                all.startsPerPoll(),
                "",
                true,
                1.1,
                0.1,
                "one batch: " + rounded(one.startsPerPoll())));
        table.add(new Row(
                "watching " + many + " batches: threads above watching one",
                all.threads() - one.threads(),
                "",
                true,
                0,
                0,
                all.threads() + " and " + one.threads() + ", the most at any moment; more were seen of "
                        + all.names().keySet().stream()
                                .filter(name ->
                                        all.names().get(name) > one.names().getOrDefault(name, 0))
                                .toList()));
        table.add(new Row(
                "watching " + many + " batches: heap above none, between two polls",
                all.heapMib(),
                "MiB",
                true,
                32,
                0.1,
                "at most " + rounded(all.readingMib()) + " MiB while an answer is read"));
        table.add(new Row(
                "processor time a batch and poll, " + many + " ÷ " + some + " batches",
                all.microsPerBatchAndPoll() / few.microsPerBatchAndPoll(),
                "×",
                true,
                1.5,
                0.2,
                rounded(all.microsPerBatchAndPoll()) + " µs ÷ " + rounded(few.microsPerBatchAndPoll()) + " µs"));
    }

    private static double rounded(double number) {
        return Math.rint(number * 100) / 100;
    }

    private Watched watched(int batches) throws Exception {
        Path program = program(batches);
        long heapBefore = usedHeap();
        try (Qmaster qmaster = Qmaster.builder(backend(program))
                .policy(Policy.DEFAULT.pollEvery(POLL))
                .build()) {
            List<Object> kept = new ArrayList<>();
            for (int batch = 0; batch < batches; batch++) {
                kept.add(qmaster.attach(new BatchReference(new BatchId(LargeAnswers.id(batch)), Cluster.THIS_COMPUTER))
                        .completion());
            }
            Path calls = program.resolveSibling("Compressor.calls");
            // Not the first polls, before which Java has compiled nothing.
            awaitPolls(calls, 3, new TreeMap<>());
            long startsBefore = Files.size(calls);
            long cpuBefore = cpuNanos();
            long began = System.nanoTime();
            Map<String, Integer> names = new TreeMap<>();
            int threads = awaitPolls(calls, startsBefore + extent.rounds(), names);
            double polls = (System.nanoTime() - began) / (double) POLL.toNanos();
            double starts = Files.size(calls) - startsBefore;
            double cpu = (cpuNanos() - cpuBefore) / 1e3;
            List<Double> heaps = new ArrayList<>();
            for (long end = System.nanoTime() + 10 * POLL.toNanos(); System.nanoTime() < end; ) {
                System.gc();
                heaps.add((ManagementFactory.getMemoryMXBean()
                                        .getHeapMemoryUsage()
                                        .getUsed()
                                - heapBefore)
                        / (double) (1 << 20));
                // Collections without a pause would leave no time between two polls.
                TimeUnit.MILLISECONDS.sleep(50);
            }
            if (kept.size() != batches) {
                throw new IllegalStateException("lost sight of the batches");
            }
            return new Watched(
                    starts / Math.max(starts, polls),
                    threads,
                    names,
                    Collections.min(heaps),
                    Collections.max(heaps),
                    cpu / starts / batches);
        }
    }

    /** Waits, and records how many threads of each name there are at most; returns how many there are at most at once. */
    private static int awaitPolls(Path calls, long number, Map<String, Integer> names) throws Exception {
        int most = 0;
        while (!Files.exists(calls) || Files.size(calls) < number) {
            TimeUnit.MILLISECONDS.sleep(10);
            Map<String, Integer> now = threadNames();
            now.forEach((name, threads) -> names.merge(name, threads, Math::max));
            most = Math.max(
                    most, now.values().stream().mapToInt(Integer::intValue).sum());
        }
        return most;
    }

    /** How many threads there are of each name, without the numbers in names and the threads that run the tests. */
    private static Map<String, Integer> threadNames() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .map(ThreadInfo::getThreadName)
                .filter(name -> !name.startsWith("ForkJoinPool-"))
                .collect(Collectors.toMap(
                        name -> name.replaceAll("[-0-9]+$| \\(pid [0-9]+\\)$", ""), name -> 1, Integer::sum));
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long usedHeap() {
        for (int collection = 0; collection < 3; collection++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** A program that lists a number of batches at once, and records each of its starts. */
    private Path program(int batches) throws Exception {
        Path home = Files.createDirectories(folder.resolve("watched " + batches));
        Path program = home.resolve("Compressor");
        Files.writeString(program, "#!/bin/sh\nprintf x >>\"$0.calls\"\ncat \"$0.answer\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(
                home.resolve("Compressor.answer"),
                IntStream.range(0, batches)
                        .mapToObj(batch -> StatusBenchmark.JSON_BATCH.formatted(batch, LargeAnswers.id(batch)))
                        .collect(Collectors.joining(",\n", "[", "]")));
        return program;
    }

    private CompressorBackend backend(Path program) {
        return new CompressorBackend(CompressorConfiguration.builder()
                .compressor(program)
                .generation(Dialect.COMPRESSOR_5)
                .statusFormat(AnswerFormat.OUTPUT_FORMAT_JSON)
                .home(folder)
                .build());
    }

    private void calls() throws Exception {
        CompressorBackend backend = backend(program(1));
        Set<BatchReference> batch = Set.of(new BatchReference(new BatchId(LargeAnswers.id(0)), Cluster.THIS_COMPUTER));
        backend.statusSource().find(batch, NEVER);
        long before = left();
        for (int call = 0; call < extent.calls(); call++) {
            backend.statusSource().find(batch, NEVER);
        }
        table.add(new Row(
                extent.calls() + " calls of a program: threads, descriptors and temporary files left",
                Math.max(0, left() - before),
                "",
                true,
                0,
                0,
                before + " before"));
    }

    private static long left() throws Exception {
        usedHeap();
        long left = ManagementFactory.getThreadMXBean().getThreadCount();
        for (Path counted : List.of(Path.of("/proc/self/fd"), Path.of(System.getProperty("java.io.tmpdir")))) {
            if (Files.isDirectory(counted)) {
                try (Stream<Path> files = Files.list(counted)) {
                    left += files.count();
                }
            }
        }
        return left;
    }
}
