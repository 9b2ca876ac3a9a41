package io.qmaster.cli.output;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Prints batches: an array in JSON, a table for people. */
public final class BatchAnswer {
    /** In their order; the others can be chosen. */
    private static final List<BatchColumn> USUAL = List.of(
            BatchColumn.NAME,
            BatchColumn.ID,
            BatchColumn.STATE,
            BatchColumn.DONE,
            BatchColumn.LEFT,
            BatchColumn.ELAPSED,
            BatchColumn.AGE,
            BatchColumn.SUBMITTED,
            BatchColumn.PRIORITY,
            BatchColumn.CLUSTER,
            BatchColumn.LABELS,
            BatchColumn.FAILED);

    /** Long enough to distinguish UUIDs. */
    private static final int SHORT_ID = 8;

    private final Console console;
    private final Instant now;
    private final Optional<Integer> width;
    private final List<BatchColumn> chosen;
    private final boolean jobs;

    private BatchAnswer(Console console, Instant now, Optional<Integer> width, List<BatchColumn> chosen, boolean jobs) {
        this.console = console;
        this.now = now;
        this.width = width;
        this.chosen = chosen;
        this.jobs = jobs;
    }

    /**
     * Prints a row for each batch.
     *
     * @param now for the age of batches
     * @param width of the terminal; empty if the output is not a terminal: lines are not limited then
     * @param columns what is shown; if empty, the default columns
     */
    public static BatchAnswer ofBatches(
            Console console, Instant now, Optional<Integer> width, List<BatchColumn> columns) {
        return new BatchAnswer(console, now, width, List.copyOf(columns), false);
    }

    /** Prints a row for each batch, and below it one for each job that the engine listed. */
    public static BatchAnswer withJobs(Console console, Instant now, Optional<Integer> width) {
        return new BatchAnswer(console, now, width, List.of(), true);
    }

    /** Prints the answer. */
    public void print(List<BatchRecord> batches) {
        if (console.isJson()) {
            console.answerDocument(batches.stream().map(Documents.Batch::of).toList());
        } else if (!batches.isEmpty()) {
            lines(batches).forEach(console::answer);
        }
    }

    /** The table, the headings first. */
    public List<String> lines(List<BatchRecord> batches) {
        List<BatchColumn> columns = chosen.isEmpty() ? USUAL : chosen;
        FittingTable table = new FittingTable(
                columns.stream().map(column -> column.column(!chosen.isEmpty())).toList());
        int idLength = idLength(batches);
        for (BatchRecord batch : batches) {
            table.row(columns.stream()
                    .map(column -> shortened(column, column.cell(batch, now), idLength))
                    .toList());
            if (jobs) {
                batch.status()
                        .map(BatchStatus::jobs)
                        .orElse(List.of())
                        .forEach(job -> table.row(columns.stream()
                                .map(column -> cell(column, job))
                                .toList()));
            }
        }
        return table.lines(width);
    }

    private static String shortened(BatchColumn column, String cell, int idLength) {
        return column == BatchColumn.ID && cell.length() > idLength ? cell.substring(0, idLength) : cell;
    }

    /** On a terminal ids are shortened as long as they stay unique: commands accept unique prefixes. */
    private int idLength(List<BatchRecord> batches) {
        if (width.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        List<String> ids = batches.stream()
                .map(batch -> BatchColumn.ID.cell(batch, now))
                .distinct()
                .toList();
        int longest = ids.stream().mapToInt(String::length).max().orElse(SHORT_ID);
        return IntStream.range(SHORT_ID, longest)
                .filter(length -> areDistinct(ids, length))
                .findFirst()
                .orElse(longest);
    }

    private static boolean areDistinct(List<String> ids, int length) {
        Set<String> seen = new HashSet<>();
        return ids.stream().allMatch(id -> seen.add(id.substring(0, Math.min(length, id.length()))));
    }

    private static String cell(BatchColumn column, JobStatus job) {
        Optional<String> cell = switch (column) {
            case NAME -> Optional.of("  job " + job.name().orElse(""));
            case ID -> job.id().map(JobId::value);
            case STATE ->
                Optional.of(
                        job.state() == BatchState.UNKNOWN
                                ? job.text().raw().strip()
                                : job.state().name());
            case DONE -> BatchColumn.percent(job.progress().percentComplete());
            case LEFT -> BatchColumn.left(job.state(), job.progress()).map(Durations::words);
            case FAILED -> job.reason();
            default -> Optional.empty();
        };
        return cell.orElse(FittingTable.NONE);
    }
}
