package io.qmaster.cli.output;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns for people that fit the width of a terminal: the widest of those that can be shortened are shortened first, and if
 * that is not enough, the least important are left out. Columns without a value are left out, too.
 */
final class FittingTable {
    /** Printed for an unknown value. */
    static final String NONE = "-";

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    FittingTable(List<Column> columns) {
        this.columns = columns;
    }

    /**
     * A column.
     *
     * @param least to how many characters it may be shortened; {@link Integer#MAX_VALUE} if it may not
     * @param rank columns of a higher rank are left out first; of rank 0 never, not even without a value
     */
    record Column(String heading, int least, int rank) {}

    /** Adds a row with as many cells as there are columns. */
    void row(List<String> cells) {
        rows.add(cells.stream()
                .map(cell -> Printable.oneLine(Printable.shortened(cell, Table.LONGEST_CELL)))
                .toList());
    }

    /** The lines, the headings first; each at most so wide, if the columns that are never left out allow it. */
    List<String> lines(Optional<Integer> width) {
        List<Integer> shown = new ArrayList<>(IntStream.range(0, columns.size())
                .filter(column -> columns.get(column).rank() == 0
                        || rows.stream().anyMatch(row -> !row.get(column).equals(NONE)))
                .boxed()
                .toList());
        int[] widths = IntStream.range(0, columns.size()).map(this::natural).toArray();
        width.ifPresent(most -> fit(shown, widths, most));
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::heading).toList(), shown, widths));
        rows.forEach(row -> lines.add(line(row, shown, widths)));
        return lines;
    }

    private void fit(List<Integer> shown, int[] widths, int most) {
        while (shown.stream().mapToInt(column -> leastOf(column, widths)).sum() + gaps(shown) > most) {
            Optional<Integer> least = shown.stream()
                    .filter(column -> columns.get(column).rank() > 0)
                    .max(Comparator.comparing(column -> columns.get(column).rank()));
            if (least.isEmpty()) {
                break;
            }
            shown.remove(least.get());
        }
        while (shown.stream().mapToInt(column -> widths[column]).sum() + gaps(shown) > most) {
            Optional<Integer> widest = shown.stream()
                    .filter(column -> widths[column] > leastOf(column, widths))
                    .max(Comparator.comparing(column -> widths[column]));
            if (widest.isEmpty()) {
                break;
            }
            widths[widest.get()]--;
        }
    }

    private int leastOf(int column, int[] widths) {
        Column known = columns.get(column);
        return Math.min(widths[column], Math.max(known.least(), TextWidth.of(known.heading())));
    }

    private static int gaps(List<Integer> shown) {
        return GAP.length() * Math.max(0, shown.size() - 1);
    }

    private int natural(int column) {
        return Math.max(
                TextWidth.of(columns.get(column).heading()),
                rows.stream()
                        .mapToInt(row -> TextWidth.of(row.get(column)))
                        .max()
                        .orElse(0));
    }

    private static String line(List<String> cells, List<Integer> shown, int[] widths) {
        return shown.stream()
                .map(column -> TextWidth.padded(TextWidth.shortened(cells.get(column), widths[column]), widths[column]))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }
}
