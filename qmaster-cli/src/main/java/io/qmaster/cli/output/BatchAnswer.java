package io.qmaster.cli.output;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.SubmissionRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Prints batches: an array in JSON, a table for people. */
public final class BatchAnswer {
    private final Console console;
    private final boolean jobs;

    private BatchAnswer(Console console, boolean jobs) {
        this.console = console;
        this.jobs = jobs;
    }

    /** Prints a row for each batch. */
    public static BatchAnswer ofBatches(Console console) {
        return new BatchAnswer(console, false);
    }

    /** Prints a row for each batch, and below it one for each job that the engine listed. */
    public static BatchAnswer withJobs(Console console) {
        return new BatchAnswer(console, true);
    }

    /** Prints the answer. */
    public void print(List<BatchRecord> batches) {
        if (console.isJson()) {
            console.answerDocument(batches.stream().map(Documents.Batch::of).toList());
        } else if (!batches.isEmpty()) {
            table(batches).lines().forEach(console::answer);
        }
    }

    private Table table(List<BatchRecord> batches) {
        Table table = new Table("BATCH", "STATE", "DONE", "LEFT", "CLUSTER", "NAME");
        for (BatchRecord batch : batches) {
            table.row(
                    batch.batch().map(BatchReference::id).map(BatchId::value).orElse("-"),
                    state(batch),
                    percent(batch.percentComplete()),
                    remaining(batch),
                    batch.cluster().map(Cluster::displayName).orElse("-"),
                    batch.name().orElse("-")
                            + batch.complaint()
                                    .map(reason -> " (" + reason + ")")
                                    .orElse(""));
            if (jobs) {
                batch.status().map(BatchStatus::jobs).orElse(List.of()).forEach(job -> row(table, job));
            }
        }
        return table;
    }

    private static void row(Table table, JobStatus job) {
        table.row(
                "job " + job.id().map(JobId::value).orElse("-"),
                job.state() == BatchState.UNKNOWN
                        ? job.text().raw().strip()
                        : job.state().name(),
                percent(job.progress().percentComplete()),
                remaining(job.state(), job.progress()),
                "",
                job.name().orElse("-")
                        + job.reason().map(reason -> " (" + reason + ")").orElse(""));
    }

    /** The engine's own word if nobody knows what it means. */
    private static String state(BatchRecord batch) {
        Optional<String> words =
                batch.status().map(status -> status.text().raw().strip());
        Optional<String> state =
                batch.state().flatMap(known -> known == BatchState.UNKNOWN ? words : Optional.of(known.name()));
        return batch.submission().filter(SubmissionRecord::isGivenUp).isPresent()
                ? state.map(shown -> shown + ", given up").orElse("given up")
                : state.orElse("-");
    }

    private static String percent(OptionalInt percent) {
        return percent.isPresent() ? percent.getAsInt() + " %" : "-";
    }

    private static String remaining(BatchRecord batch) {
        return batch.status()
                .map(status -> remaining(status.state(), status.progress()))
                .orElse("-");
    }

    private static String remaining(BatchState state, Progress progress) {
        return progress.remaining()
                .filter(left -> !state.isFinal() && !left.equals(Duration.ZERO))
                .map(Durations::words)
                .orElse("-");
    }
}
