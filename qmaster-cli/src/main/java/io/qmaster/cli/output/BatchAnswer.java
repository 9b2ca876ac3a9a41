package io.qmaster.cli.output;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.SubmissionRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Prints batches: an array in JSON, a table for people. */
public final class BatchAnswer {
    private final Console console;

    /** Prints on a console. */
    public BatchAnswer(Console console) {
        this.console = console;
    }

    /** Prints the answer. */
    public void print(List<BatchRecord> batches) {
        if (console.isJson()) {
            console.answerDocument(batches.stream().map(Documents.Batch::of).toList());
        } else if (!batches.isEmpty()) {
            table(batches).lines().forEach(console::answer);
        }
    }

    private static Table table(List<BatchRecord> batches) {
        Table table = new Table("BATCH", "STATE", "DONE", "LEFT", "CLUSTER", "NAME");
        for (BatchRecord batch : batches) {
            table.row(
                    batch.batch().map(BatchReference::id).map(BatchId::value).orElse("-"),
                    state(batch),
                    percent(batch),
                    remaining(batch),
                    batch.cluster().map(Cluster::displayName).orElse("-"),
                    batch.name().orElse("-")
                            + batch.complaint()
                                    .map(reason -> " (" + reason + ")")
                                    .orElse(""));
        }
        return table;
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

    private static String percent(BatchRecord batch) {
        OptionalInt percent = batch.percentComplete();
        return percent.isPresent() ? percent.getAsInt() + " %" : "-";
    }

    private static String remaining(BatchRecord batch) {
        return batch.status()
                .filter(status -> !status.state().isFinal())
                .map(BatchStatus::progress)
                .flatMap(progress -> progress.remaining())
                .filter(left -> !left.equals(Duration.ZERO))
                .map(Durations::words)
                .orElse("-");
    }
}
