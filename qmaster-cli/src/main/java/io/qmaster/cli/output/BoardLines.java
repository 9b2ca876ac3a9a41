package io.qmaster.cli.output;

import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.StatusText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
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

/**
 * The lines of a {@link Board}: the most important batches first, equally important ones as they are given, and below them the
 * load of each cluster.
 */
final class BoardLines {
    /** Room for the cursor, and for the "^C" that a terminal writes before it. */
    private static final int MARGIN = 3;

    private static final int WHOLE = 100;
    private static final int WIDEST_BAR = 20;
    private static final int NARROWEST_BAR = 6;
    private static final int WIDEST_STATE = 24;
    private static final int NARROWEST_NAME = 10;
    private static final int PERCENT = "100 %".length();
    private static final String GAP = "  ";
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private static final String ATTENTION = "\033[31m";
    private static final String HOLD = "\033[33m";
    private static final String WELL = "\033[32m";
    private static final String PLAIN = "\033[0m";

    private final Terminal.Size size;
    private final Board.Look look;

    BoardLines(Terminal.Size size, Board.Look look) {
        this.size = size;
        this.look = look;
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
        List<String> clusters = look.several() ? clusters(batches) : List.of();
        int room = Math.max(1, size.rows() - 1 - clusters.size());
        boolean fits = all.size() <= room;
        List<Cells> withoutJobs =
                fits ? all : sorted.stream().map(BoardLines::cells).toList();
        int shown = withoutJobs.size() <= room ? withoutJobs.size() : Math.max(0, room - 1);
        List<String> lines = new ArrayList<>(laidOut(withoutJobs.subList(0, shown)));
        if (shown < withoutJobs.size()) {
            lines.add(cut("… and " + (withoutJobs.size() - shown) + " more"));
        }
        clusters.forEach(line -> lines.add(cut(line)));
        return lines.subList(0, Math.min(lines.size(), Math.max(1, size.rows() - 1)));
    }

    /** What is shown of a batch or job. */
    private record Cells(String name, OptionalInt percent, String state, String elapsed, String left, String colour) {}

    private static Cells cells(BoardRow row) {
        return cells(
                row.name(),
                row.status().map(BatchStatus::text).map(StatusText::raw).orElse("Submitted"),
                row.state(),
                row.progress());
    }

    /** Of several jobs, those being processed. */
    private static List<Cells> jobs(BoardRow row) {
        List<JobStatus> jobs = row.status().map(BatchStatus::jobs).orElse(List.of());
        if (jobs.size() < 2) {
            return List.of();
        }
        return jobs.stream()
                .filter(job -> job.state() == BatchState.PROCESSING || job.state() == BatchState.POST_PROCESSING)
                .map(job -> cells("  " + job.name().orElse("job"), job.text().raw(), job.state(), job.progress()))
                .toList();
    }

    private static Cells cells(String name, String status, BatchState state, Progress progress) {
        return new Cells(
                Printable.line(name),
                progress.percentComplete(),
                TextWidth.shortened(Printable.oneLine(status), WIDEST_STATE),
                progress.elapsed()
                        .filter(time -> !time.isZero())
                        .map(Durations::words)
                        .orElse(""),
                left(BatchColumn.left(state, progress)),
                colour(state));
    }

    private static String colour(BatchState state) {
        return switch (state) {
            case FAILED, CANCELLED, UNKNOWN -> ATTENTION;
            case HOLD -> HOLD;
            case WAITING, PROCESSING, POST_PROCESSING, SUCCESSFUL -> WELL;
        };
    }

    private static String left(Optional<Duration> remaining) {
        return remaining
                .map(time -> time.toHours() == 0 ? time : time.truncatedTo(ChronoUnit.MINUTES))
                .map(time -> "about " + Durations.words(time) + " left")
                .orElse("");
    }

    /** How wide each column is; of 0 those that are left out. */
    private record Widths(int name, int bar, int state, int elapsed, int left) {}

    /** Where not all columns have room, the bar is left out first, then the elapsed time, then what is left. */
    private Widths widths(List<Cells> rows) {
        int names = Math.min(width() / 2, widest(rows.stream().map(Cells::name)));
        int least = Math.min(names, NARROWEST_NAME);
        int state = widest(rows.stream().map(Cells::state));
        int elapsed = widest(rows.stream().map(Cells::elapsed));
        int left = widest(rows.stream().map(Cells::left));
        int room = width() - GAP.length() - PERCENT - gapped(state);
        int besides = room - gapped(elapsed) - gapped(left);
        if (besides - gapped(NARROWEST_BAR) >= least) {
            int bar = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, besides - names - GAP.length()));
            return new Widths(Math.min(names, besides - gapped(bar)), bar, state, elapsed, left);
        }
        if (besides >= least) {
            return new Widths(Math.min(names, besides), 0, state, elapsed, left);
        }
        return room - gapped(left) >= least
                ? new Widths(Math.min(names, room - gapped(left)), 0, state, 0, left)
                : new Widths(Math.max(1, Math.min(names, room)), 0, state, 0, 0);
    }

    private static int gapped(int column) {
        return column == 0 ? 0 : GAP.length() + column;
    }

    private List<String> laidOut(List<Cells> rows) {
        Widths widths = widths(rows);
        return rows.stream().map(row -> laidOut(row, widths)).toList();
    }

    private String laidOut(Cells row, Widths widths) {
        String name = TextWidth.padded(TextWidth.shortened(row.name(), widths.name()), widths.name());
        String rest = GAP
                + percent(row.percent())
                + cell(row.state(), widths.state())
                + cell(row.elapsed(), widths.elapsed())
                + cell(row.left(), widths.left());
        if (widths.bar() == 0) {
            return cut((name + rest).stripTrailing());
        }
        String bar = bar(row.percent(), widths.bar());
        return name + GAP + (look.colours() ? row.colour() + bar + PLAIN : bar) + rest.stripTrailing();
    }

    private static String cell(String text, int width) {
        return width == 0 ? "" : GAP + TextWidth.padded(text, width);
    }

    private static int widest(Stream<String> texts) {
        return texts.mapToInt(TextWidth::of).max().orElse(0);
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
                .map(each -> Printable.line(each.getKey()) + ": "
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
        return TextWidth.cut(line, width());
    }
}
