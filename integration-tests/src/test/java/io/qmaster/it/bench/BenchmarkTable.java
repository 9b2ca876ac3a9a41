package io.qmaster.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The measured values: one row for each goal, as JSON and as Markdown, with a description of the machine. */
final class BenchmarkTable {
    private final List<Row> rows = new ArrayList<>();

    /**
     * A measured value and its goal.
     *
     * @param what the name of the measurement
     * @param value the ratio or the number
     * @param unit the unit of the value; {@code ×} for a ratio
     * @param atMost whether the goal is an upper bound
     * @param goal the bound; not a number if the row is only a part of another one
     * @param noise the variation of the value within this run, as a fraction: 0.1 means 10 %
     * @param detail the numbers from which it was computed
     */
    record Row(String what, double value, String unit, boolean atMost, double goal, double noise, String detail) {
        /** Adds a part of another row, without a goal. */
        static Row part(String what, double value, String unit, double noise, String detail) {
            return new Row(what, value, unit, true, Double.NaN, noise, detail);
        }

        boolean isMet() {
            return atMost ? value <= goal : value >= goal;
        }

        private String line() {
            String wanted = (atMost ? "≤ " : "≥ ") + plain(goal) + " " + unit + " | " + (isMet() ? "yes" : "**no**");
            return String.format(
                    Locale.ROOT,
                    "| %s | %.2f %s | %s | %s |",
                    what,
                    value,
                    unit,
                    Double.isNaN(goal) ? "|" : wanted,
                    detail);
        }

        private static String plain(double number) {
            return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
        }
    }

    void add(Row row) {
        rows.add(row);
        System.out.println(row.line());
    }

    String markdown() {
        StringBuilder table = new StringBuilder("Measured on ")
                .append(machine())
                .append(".\n\n| what | measured | goal | met | numbers |\n|---|---|---|---|---|\n");
        rows.forEach(row -> table.append(row.line()).append('\n'));
        return table.toString();
    }

    /** Writes {@code benchmarks.json} and {@code benchmarks.md}. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("benchmarks.md"), markdown());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine());
        json.put("rows", rows);
        Files.writeString(
                folder.resolve("benchmarks.json"),
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }

    /** The values that are worse than in an earlier table by more than the noise of both runs, one line each. */
    List<String> worseThan(Path earlier) {
        List<String> worse = new ArrayList<>();
        for (JsonNode before : JsonMapper.shared().readTree(earlier).get("rows")) {
            rows.stream()
                    .filter(row -> row.what().equals(before.get("what").asString()))
                    .filter(row -> isWorse(row, before))
                    .map(row -> String.format(
                            Locale.ROOT,
                            "%s: %.2f %s instead of %.2f",
                            row.what(),
                            row.value(),
                            row.unit(),
                            before.get("value").asDouble()))
                    .forEach(worse::add);
        }
        return worse;
    }

    private static boolean isWorse(Row row, JsonNode before) {
        double then = before.get("value").asDouble();
        double noise = (row.noise() + before.get("noise").asDouble()) * Math.abs(then);
        return row.atMost() ? row.value() - then > noise : then - row.value() > noise;
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "%s %s, %d processors, %d MiB of heap at most, Java %s",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.version());
    }
}
