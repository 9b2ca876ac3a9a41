package io.qmaster.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a call of the built program pays for the submissions that ended before: time and peak memory with {@code
 * -Dqmaster.bench.ended=100000} of them in the journal instead of none, run by turns, the median of each. Nothing is asserted,
 * which would make a test of the machine.
 */
class ProgramBenchmarks {
    private static final int ENDED = Integer.getInteger("qmaster.bench.ended", 100_000);
    private static final int ROUNDS = Integer.getInteger("qmaster.bench.rounds", 9);
    private static final int DAYS = 20;
    private static final Path EXECUTABLE =
            Path.of(System.getProperty("qmaster.home", "../qmaster-cli/target/qmaster"), "bin", "qmaster");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern BATCH = Pattern.compile("batchId=(\\S+)");

    @TempDir
    private Path folder;

    /** One home and journal, with a batch that ended today. */
    private record Home(Path folder, String batch) {}

    /** How a call went. */
    private record Cost(long nanos, long kilobytes) {}

    @Test
    void ratiosAreTold() throws Exception {
        Home none = home("none", 0);
        Home many = home("many", ENDED);
        long began = System.nanoTime();
        run(many, "status", many.batch());
        System.out.printf(
                "%d ended submissions: the index was made again in %d ms%n",
                ENDED, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        run(none, "status", none.batch());
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("status ID", List.of("status"));
        commands.put("wait ID", List.of("wait"));
        commands.put("list", List.of("list"));
        commands.put("list --all --since 1d", List.of("list", "--all", "--since", "1d"));
        commands.put("submit", List.of("submit"));
        for (Map.Entry<String, List<String>> command : commands.entrySet()) {
            List<Cost> ofNone = new ArrayList<>();
            List<Cost> ofMany = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                ofNone.add(run(none, arguments(none, command.getValue())));
                ofMany.add(run(many, arguments(many, command.getValue())));
            }
            System.out.println(compared(command.getKey(), ofNone, ofMany));
        }
    }

    private String[] arguments(Home home, List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        switch (command.get(0)) {
            case "status", "wait" -> arguments.add(home.batch());
            case "submit" -> arguments.addAll(submission(home));
            default -> {}
        }
        return arguments.toArray(String[]::new);
    }

    private static List<String> submission(Home home) {
        Path examples = EXECUTABLE.resolveSibling("../examples").normalize();
        return List.of(
                examples.resolve("clip.mov").toString(),
                "--setting",
                examples.resolve("HD 720p.compressorsetting").toString(),
                "--destination-dir",
                home.folder().resolve("out " + UUID.randomUUID()).toString());
    }

    private Home home(String name, int ended) throws Exception {
        Path home = Files.createDirectory(folder.resolve(name));
        Home begun = new Home(home, "");
        List<String> submit = new ArrayList<>(List.of("submit", "--wait"));
        submit.addAll(submission(begun));
        run(begun, submit.toArray(String[]::new));
        Path journal = home.resolve("state");
        Path record;
        try (Stream<Path> days = Files.walk(journal.resolve("ended"))) {
            record = days.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        String text = Files.readString(record);
        Matcher batch = BATCH.matcher(text);
        if (!batch.find()) {
            throw new IllegalStateException("no batch in " + record);
        }
        copy(journal, text, batch.group(1), ended);
        return new Home(home, batch.group(1));
    }

    /** Days before yesterday, each with as many. */
    private static void copy(Path journal, String text, String batch, int ended) throws IOException {
        Instant now = Instant.now();
        for (int copy = 0; copy < ended; copy++) {
            LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(3 + copy % DAYS);
            Path ofDay = Files.createDirectories(journal.resolve("ended").resolve(day.toString()));
            String other = UUID.randomUUID().toString();
            Files.writeString(
                    ofDay.resolve(String.format(Locale.ROOT, "q%025d", copy)),
                    text.replace(batch, other).replace("/clip", "/" + other + "-clip"));
        }
        if (ended > 0) {
            Folders.remove(journal.resolve("index"));
        }
    }

    private static Cost run(Home home, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(EXECUTABLE.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("QMASTER_"));
        builder.environment()
                .putAll(Map.of(
                        "HOME", home.folder().toString(),
                        "QMASTER_STATE_DIR", home.folder().resolve("state").toString(),
                        "QMASTER_SIMULATOR_DIR",
                                home.folder().resolve("simulator").toString(),
                        "QMASTER_BACKEND", "simulator",
                        "QMASTER_SIMULATOR_OUTPUTS", "copied"));
        Path output = home.folder().resolve("output.txt");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        long began = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        while (!process.waitFor(5, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peak(process));
        }
        long took = System.nanoTime() - began;
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + ": " + Files.readString(output));
        }
        return new Cost(took, peak);
    }

    /** What Linux tells; 0 elsewhere. */
    private static long peak(Process process) {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            return peak.find() ? Long.parseLong(peak.group(1)) : 0;
        } catch (IOException over) {
            return 0;
        }
    }

    private static String compared(String command, List<Cost> ofNone, List<Cost> ofMany) {
        Cost none = median(ofNone);
        Cost many = median(ofMany);
        return String.format(
                Locale.ROOT,
                "qmaster %s: %d ended submissions instead of none take %.2f times as long (%d ms, %d ms) and %.2f times the"
                        + " peak memory (%d MiB)",
                command,
                ENDED,
                (double) many.nanos() / none.nanos(),
                Duration.ofNanos(many.nanos()).toMillis(),
                Duration.ofNanos(none.nanos()).toMillis(),
                (double) many.kilobytes() / none.kilobytes(),
                many.kilobytes() >> 10);
    }

    private static Cost median(List<Cost> costs) {
        return new Cost(
                costs.stream().map(Cost::nanos).sorted().toList().get(costs.size() / 2),
                costs.stream()
                        .map(Cost::kilobytes)
                        .sorted(Comparator.naturalOrder())
                        .toList()
                        .get(costs.size() / 2));
    }
}
