package io.qmaster.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table for people: each column is as wide as its widest cell; the last one is not limited. */
public final class Table {
    /** Longer than usual paths, and at most a line or two on a screen. */
    static final int LONGEST_CELL = 600;

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with a heading over each column. */
    public Table(String... headings) {
        row(headings);
    }

    /** Adds a row with as many cells as there are headings. */
    public void row(String... cells) {
        rows.add(List.of(cells).stream()
                .map(cell -> Printable.oneLine(Printable.shortened(cell, LONGEST_CELL)))
                .toList());
    }

    /** The lines, the headings first. */
    public List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> TextWidth.of(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, columns)
                        .mapToObj(column -> TextWidth.padded(row.get(column), widths[column]))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .toList();
    }
}
