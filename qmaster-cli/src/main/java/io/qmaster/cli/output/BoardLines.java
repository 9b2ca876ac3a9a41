package io.qmaster.cli.output;

import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines of a {@link Board}: the most important batches first, and below them the load of each cluster. */
final class BoardLines {
    /** Room for the cursor, and for the "^C" that a terminal writes before it. */
    private static final int MARGIN = 3;

    private static final int WHOLE = 100;
    private static final int WIDEST_BAR = 20;
    private static final int NARROWEST_BAR = 6;
    private static final int WIDEST_NAME = 40;
    private static final int NARROWEST_NAME = 8;
    private static final String GAP = "  ";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final Terminal.Size size;

    BoardLines(Terminal.Size size) {
        this.size = size;
    }

    /** The lines, each shorter than the terminal is wide, and fewer than it has rows. */
    List<String> of(Collection<BoardRow> batches) {
        List<BoardRow> sorted = batches.stream()
                .sorted(Comparator.comparing(BoardRow::rank)
                        .thenComparing(row -> row.remaining().orElse(Duration.ofDays(1))))
                .toList();
        List<Cells> all = new ArrayList<>();
        sorted.forEach(row -> {
            all.add(cells(row));
            all.addAll(jobs(row));
        });
        int room = Math.max(1, size.rows() - 1 - clusters(batches).size());
        boolean fits = all.size() <= room;
        List<Cells> withoutJobs =
                fits ? all : sorted.stream().map(BoardLines::cells).toList();
        int shown = withoutJobs.size() <= room ? withoutJobs.size() : Math.max(0, room - 1);
        List<String> lines = new ArrayList<>(laidOut(withoutJobs.subList(0, shown)));
        if (shown < withoutJobs.size()) {
            lines.add(cut("… and " + (withoutJobs.size() - shown) + " more"));
        }
        clusters(batches).forEach(line -> lines.add(cut(line)));
        return lines.subList(0, Math.min(lines.size(), Math.max(1, size.rows() - 1)));
    }

    /** What is shown of a batch or job. */
    private record Cells(String name, OptionalInt percent, String state, String elapsed, String left) {}

    private static Cells cells(BoardRow row) {
        return new Cells(
                row.name(),
                row.progress().percentComplete(),
                row.status().map(status -> status.text().raw().strip()).orElse("Submitted"),
                row.progress()
                        .elapsed()
                        .filter(time -> !time.isZero())
                        .map(Durations::words)
                        .orElse(""),
                left(row.remaining()));
    }

    /** Of several jobs, those being processed. */
    private static List<Cells> jobs(BoardRow row) {
        List<JobStatus> jobs = row.status().map(BatchStatus::jobs).orElse(List.of());
        if (jobs.size() < 2) {
            return List.of();
        }
        return jobs.stream()
                .filter(job -> job.state() == BatchState.PROCESSING || job.state() == BatchState.POST_PROCESSING)
                .map(job -> cells(job, job.progress()))
                .toList();
    }

    private static Cells cells(JobStatus job, Progress progress) {
        return new Cells(
                "  " + job.name().orElse("job"),
                progress.percentComplete(),
                job.text().raw().strip(),
                progress.elapsed()
                        .filter(time -> !time.isZero())
                        .map(Durations::words)
                        .orElse(""),
                left(BatchColumn.left(job.state(), progress)));
    }

    private static String left(Optional<Duration> remaining) {
        return remaining.map(time -> "about " + Durations.words(time) + " left").orElse("");
    }

    private List<String> laidOut(List<Cells> rows) {
        int states = widest(rows.stream().map(Cells::state));
        int elapsed = widest(rows.stream().map(Cells::elapsed));
        int left = widest(rows.stream().map(Cells::left));
        int names = Math.min(WIDEST_NAME, widest(rows.stream().map(Cells::name)));
        int fixed = "100 %".length() + states + elapsed + left + 5 * GAP.length();
        int room = width() - fixed;
        int bar = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, room - names));
        int name = Math.max(Math.min(NARROWEST_NAME, names), Math.min(names, room - bar));
        return rows.stream()
                .map(row -> cut(Stream.of(
                                padded(Printable.shortened(clean(row.name()), name), name),
                                bar(row.percent(), bar),
                                percent(row.percent()),
                                padded(clean(row.state()), states),
                                padded(row.elapsed(), elapsed),
                                row.left())
                        .collect(Collectors.joining(GAP))
                        .stripTrailing()))
                .toList();
    }

    private static String clean(String text) {
        return Printable.line(text);
    }

    private static int widest(Stream<String> texts) {
        return texts.mapToInt(text -> length(clean(text))).max().orElse(0);
    }

    private static String percent(OptionalInt percent) {
        return percent.isPresent() ? "%3d %%".formatted(percent.getAsInt()) : "     ";
    }

    private static String bar(OptionalInt percent, int width) {
        int eighths = percent.orElse(0) * width * 8 / WHOLE;
        String full = "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : EIGHTHS.charAt(eighths % 8));
        return full + "░".repeat(Math.max(0, width - full.length()));
    }

    /** One line for each cluster: how many batches are processed there, and how many wait. */
    private static List<String> clusters(Collection<BoardRow> batches) {
        Map<String, List<BoardRow>> byCluster = batches.stream()
                .collect(Collectors.groupingBy(
                        row -> row.batch().cluster().displayName(), TreeMap::new, Collectors.toList()));
        return byCluster.entrySet().stream()
                .map(each -> clean(each.getKey()) + ": "
                        + each.getValue().stream()
                                .collect(Collectors.groupingBy(BoardRow::state, TreeMap::new, Collectors.counting()))
                                .entrySet()
                                .stream()
                                .map(count -> count.getValue() + " "
                                        + count.getKey()
                                                .name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', '-'))
                                .collect(Collectors.joining(", ")))
                .toList();
    }

    private int width() {
        return Math.max(1, size.columns() - MARGIN);
    }

    private String cut(String line) {
        return length(line) <= width() ? line : line.substring(0, line.offsetByCodePoints(0, width()));
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - length(text)));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
