package io.qmaster.it.bench;

import io.qmaster.it.BackgroundProcesses;
import io.qmaster.it.bench.BenchmarkTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The cost of a call of the built program: compared to Python, and after many ended submissions. */
final class ProgramRows {
    private static final int DAYS = 20;
    private static final Path EXECUTABLE =
            Path.of(System.getProperty("qmaster.home", "../qmaster-cli/target/qmaster"), "bin", "qmaster");
    private static final Pattern BATCH = Pattern.compile("batchId=(\\S+)");
    private static final Pattern ID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");

    private final Path folder;
    private final Extent extent;
    private final BenchmarkTable table;
    private final List<String> python;

    ProgramRows(Path folder, Extent extent, BenchmarkTable table) throws Exception {
        this.folder = folder;
        this.extent = extent;
        this.table = table;
        python = List.of(MeasuredProcess.python(folder), "-c", "import json, subprocess, argparse, re");
    }

    /** One home and journal, with a batch that ended today, and the Java that runs there. */
    private record Home(Path folder, String batch, Path java) {}

    void measure() throws Exception {
        Home fresh = home("fresh", 0, Path.of(System.getProperty("java.home")));
        coldStart(fresh, 2.0);
        for (String java : extent.otherJavas()) {
            coldStart(new Home(fresh.folder(), fresh.batch(), Path.of(java)), 1.5);
        }
        behindEndedSubmissions(fresh, home("many", extent.ended(), fresh.java()));
    }

    private void coldStart(Home home, double goal) throws Exception {
        List<Double> peaks = new ArrayList<>();
        // The first call with a Java makes a class-data archive in the background, if none was built for it.
        run(home, "status", home.batch());
        BackgroundProcesses.await(cache(home));
        Turns turns = Turns.of(
                extent.rounds(),
                () -> {
                    MeasuredProcess process = run(home, "status", home.batch());
                    peaks.add(process.peakMib());
                    return process.millis();
                },
                () -> MeasuredProcess.run(home.folder(), Map.of(), python).millis());
        String java = "Java " + version(home.java());
        table.add(new Row(
                "qmaster status ID, cold, " + java + " ÷ python3 with four imports",
                turns.ratio(),
                "×",
                true,
                goal,
                turns.noise(),
                turns.detail("ms")));
        parts(home, java);
        table.add(new Row(
                "its peak memory, " + java, Turns.median(peaks), "MiB", true, 64, 0.05, peaks.size() + " calls"));
    }

    /** The parts of the start: an empty Java, and the program before it does anything. */
    private void parts(Home home, String java) throws Exception {
        List<String> empty = List.of(
                home.java().resolve("bin").resolve("java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-version");
        part(
                home,
                "of it, " + java + " itself (java -version)",
                () -> MeasuredProcess.run(home.folder(), Map.of(), empty));
        part(
                home,
                "of it, " + java + ", the program until it knows its command (qmaster status --version)",
                () -> run(home, "status", "--version"));
        Path log = folder.resolve("classes.txt");
        MeasuredProcess logged =
                run(home, Map.of("QMASTER_JAVA_OPTS", StartProfile.option(log)), "status", home.batch());
        table.add(Row.part(
                "of it, " + java + ", a profile by the library whose classes were loaded last",
                logged.millis(),
                "ms",
                0,
                StartProfile.of(log)));
    }

    private void part(Home home, String what, Callable<MeasuredProcess> process) throws Exception {
        Turns turns = Turns.of(
                extent.rounds(),
                () -> process.call().millis(),
                () -> MeasuredProcess.run(home.folder(), Map.of(), python).millis());
        table.add(Row.part(what + " ÷ python3", turns.ratio(), "×", turns.noise(), turns.detail("ms")));
    }

    private static String version(Path java) throws IOException {
        return Files.readAllLines(java.resolve("release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replaceAll("[^0-9.]", ""))
                .findFirst()
                .orElse("?");
    }

    private void behindEndedSubmissions(Home none, Home many) throws Exception {
        run(many, "status", many.batch());
        Map<String, List<String>> commands = new LinkedHashMap<>();
        commands.put("status ID", List.of("status"));
        if (extent.isFull()) {
            commands.put("wait ID", List.of("wait"));
            commands.put("list", List.of("list"));
            commands.put("list --all --since 1d", List.of("list", "--all", "--since", "1d"));
            commands.put("submit", List.of("submit"));
        }
        for (Map.Entry<String, List<String>> command : commands.entrySet()) {
            // The goal is so near to 1 that fewer rounds would measure the machine.
            Turns turns = Turns.of(
                    extent.isFull() ? 3 * extent.rounds() : 1,
                    () -> run(many, arguments(many, command.getValue())).millis(),
                    () -> run(none, arguments(none, command.getValue())).millis());
            table.add(new Row(
                    "qmaster " + command.getKey() + " behind " + extent.ended() + " ended submissions ÷ behind none",
                    turns.ratio(),
                    "×",
                    true,
                    1.1,
                    turns.noise(),
                    turns.detail("ms")));
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
        Path examples = EXECUTABLE.resolveSibling("../qmaster-cli/examples").normalize();
        return List.of(
                examples.resolve("clip.mov").toString(),
                "--setting",
                examples.resolve("HD 720p.compressorsetting").toString(),
                "--destination-dir",
                home.folder().resolve("out " + UUID.randomUUID()).toString());
    }

    private Home home(String name, int ended, Path java) throws Exception {
        Path home = Files.createDirectory(folder.resolve(name));
        Home begun = new Home(home, "", java);
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
        return new Home(home, batch.group(1), java);
    }

    /** Days before yesterday, each with the same number. */
    private static void copy(Path journal, String text, String batch, int ended) throws IOException {
        LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
        // The ids of the batch and of its jobs are the engine's, which uses none twice.
        Set<String> jobs = ID.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(id -> !id.equals(batch))
                .collect(Collectors.toSet());
        for (int copy = 0; copy < ended; copy++) {
            Path day = Files.createDirectories(journal.resolve("ended")
                    .resolve(today.minusDays(3 + copy % DAYS).toString()));
            String other = UUID.randomUUID().toString();
            String ofCopy = text.replace(batch, other);
            for (String job : jobs) {
                ofCopy = ofCopy.replace(job, UUID.randomUUID().toString());
            }
            Files.writeString(
                    day.resolve(String.format(Locale.ROOT, "q%025d", copy)),
                    ofCopy.replace("/clip", "/" + other + "-clip"));
        }
        if (ended > 0) {
            Folders.remove(journal.resolve("index"));
        }
    }

    private static Path cache(Home home) {
        return home.folder().resolve("cache");
    }

    private static MeasuredProcess run(Home home, String... arguments) throws Exception {
        return run(home, Map.of(), arguments);
    }

    private static MeasuredProcess run(Home home, Map<String, String> more, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(EXECUTABLE.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(more);
        environment.put("HOME", home.folder().toString());
        environment.put("XDG_CACHE_HOME", cache(home).toString());
        environment.put("JAVA_HOME", home.java().toString());
        environment.put("QMASTER_STATE_DIR", home.folder().resolve("state").toString());
        environment.put(
                "QMASTER_SIMULATOR_DIR", home.folder().resolve("simulator").toString());
        environment.put("QMASTER_BACKEND", "simulator");
        return MeasuredProcess.run(home.folder(), environment, command);
    }
}
