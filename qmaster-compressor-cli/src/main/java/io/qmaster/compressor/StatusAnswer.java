package io.qmaster.compressor;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An answer of Batch Monitor or {@code Compressor -monitor}. Replaces {@code batchmonitorParser} of the Python module,
 * for users who run the programs themselves; the backend uses it, too.
 *
 * <pre>{@code
 * StatusAnswer answer = StatusAnswer.parse(stdout);
 * answer.of(BatchReference.of("0E847C38-4CF5-4BBE-9196-384FF2820CC8", "FCS Cluster"), Instant.now())
 *         .ifPresent(status -> System.out.println(status.state()));
 * }</pre>
 *
 * <p>It contains what the answer contains and guesses nothing: a missing field is empty, a batch without a status has
 * the state {@code UNKNOWN}. Immutable and thread-safe.
 */
public final class StatusAnswer {
    private final Map<BatchId, StatusEntry> batches;
    private final boolean complete;

    private StatusAnswer(Map<BatchId, StatusEntry> batches, boolean complete) {
        this.batches = batches;
        this.complete = complete;
    }

    /**
     * Parses an answer in legacy markup or JSON; skips other lines. An empty answer contains no batches.
     *
     * @throws UnreadableAnswerException if there is text, but no answer
     */
    public static StatusAnswer parse(String output) throws UnreadableAnswerException {
        Optional<List<StatusEntry>> entries = StatusMarkup.entries(output).or(() -> StatusJson.entries(output));
        if (entries.isPresent()) {
            return of(entries.get());
        }
        if (OutputLine.of(output).allMatch(OutputLine::isNoise)) {
            return new StatusAnswer(Map.of(), true);
        }
        throw new UnreadableAnswerException(
                "the answer contains neither batches nor an empty list: " + Refusal.wordsOf(output));
    }

    private static StatusAnswer of(List<StatusEntry> entries) {
        Map<BatchId, StatusEntry> batches = new LinkedHashMap<>();
        boolean complete = true;
        for (StatusEntry entry : entries) {
            Optional<BatchId> id = entry.batchId();
            complete &= id.isPresent();
            id.ifPresent(known -> batches.merge(known, entry, StatusAnswer::lessFinal));
        }
        return new StatusAnswer(batches, complete);
    }

    /**
     * Of two entries of one batch, for example because of a name that looks like markup: prefers one that is not final,
     * and any to a successful one.
     */
    private static StatusEntry lessFinal(StatusEntry one, StatusEntry other) {
        return finality(one) <= finality(other) ? one : other;
    }

    private static int finality(StatusEntry entry) {
        BatchState state = entry.status().state();
        return state == BatchState.SUCCESSFUL ? 2 : state.isFinal() ? 1 : 0;
    }

    /** The batches in the answer. */
    public Set<BatchId> batchIds() {
        return Set.copyOf(batches.keySet());
    }

    /**
     * Whether every entry was complete and named its batch. If not, a batch that is missing from {@link #batchIds()}
     * may exist.
     */
    public boolean isComplete() {
        return complete;
    }

    /** A copy that is marked as incomplete. */
    StatusAnswer incomplete() {
        return new StatusAnswer(batches, false);
    }

    /** A copy with secrets masked. */
    StatusAnswer masked(UnaryOperator<String> mask) {
        Map<BatchId, StatusEntry> masked = new LinkedHashMap<>();
        batches.forEach((id, entry) -> masked.put(id, entry.masked(mask)));
        return new StatusAnswer(masked, complete);
    }

    /**
     * The status of one batch, if the answer contains it.
     *
     * @param seenAt when the answer was received
     */
    public Optional<BatchStatus> of(BatchReference batch, Instant seenAt) {
        return Optional.ofNullable(batches.get(batch.id())).map(entry -> entry.at(batch, seenAt));
    }

    /**
     * The status of every batch, in the order of the answer.
     *
     * @param cluster the cluster to report, which is not part of an answer
     * @param seenAt when the answer was received
     */
    public List<BatchStatus> all(Cluster cluster, Instant seenAt) {
        return batches.entrySet().stream()
                .map(batch -> batch.getValue().at(new BatchReference(batch.getKey(), cluster), seenAt))
                .toList();
    }
}
