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
 * What Batch Monitor or {@code Compressor -monitor} answered: the successor of the Python module's {@code
 * batchmonitorParser}.
 *
 * <pre>{@code
 * StatusAnswer answer = StatusAnswer.parse(stdout);
 * answer.of(BatchReference.of("0E847C38-4CF5-4BBE-9196-384FF2820CC8", "FCS Cluster"), Instant.now())
 *         .ifPresent(status -> System.out.println(status.state()));
 * }</pre>
 *
 * <p>It tells what stands in the answer and guesses nothing: a field that is missing is empty, a batch without a status
 * word has the state {@code UNKNOWN}. Immutable and safe for threads.
 */
public final class StatusAnswer {
    private final Map<BatchId, StatusEntry> batches;
    private final boolean complete;

    private StatusAnswer(Map<BatchId, StatusEntry> batches, boolean complete) {
        this.batches = batches;
        this.complete = complete;
    }

    /**
     * Reads an answer in legacy markup or in JSON, whichever it is; lines that belong to neither are passed over. An
     * answer without a word is one without batches.
     *
     * @throws UnreadableAnswerException if there are words, but no answer among them
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

    /** Of two entries of one batch, perhaps because of a name that looks like markup, the end is believed last, success least. */
    private static StatusEntry lessFinal(StatusEntry one, StatusEntry other) {
        return finality(one) <= finality(other) ? one : other;
    }

    private static int finality(StatusEntry entry) {
        BatchState state = entry.status().state();
        return state == BatchState.SUCCESSFUL ? 2 : state.isFinal() ? 1 : 0;
    }

    /** The batches that the answer tells of, in its order. */
    public Set<BatchId> batchIds() {
        return Set.copyOf(batches.keySet());
    }

    /**
     * Whether every entry was whole and told its batch. If not, a batch that is missing from {@link #batchIds()} may have
     * been meant.
     */
    public boolean isComplete() {
        return complete;
    }

    /** The same as a part of what should have been told. */
    StatusAnswer incomplete() {
        return new StatusAnswer(batches, false);
    }

    /** The same without what must not be seen. */
    StatusAnswer masked(UnaryOperator<String> mask) {
        Map<BatchId, StatusEntry> masked = new LinkedHashMap<>();
        batches.forEach((id, entry) -> masked.put(id, entry.masked(mask)));
        return new StatusAnswer(masked, complete);
    }

    /** What the answer says of one batch, if it tells of it. */
    public Optional<BatchStatus> of(BatchReference batch, Instant seenAt) {
        return Optional.ofNullable(batches.get(batch.id())).map(entry -> entry.at(batch, seenAt));
    }

    /** What the answer says of every batch, in its order. It does not say where they run. */
    public List<BatchStatus> all(Cluster cluster, Instant seenAt) {
        return batches.entrySet().stream()
                .map(batch -> batch.getValue().at(new BatchReference(batch.getKey(), cluster), seenAt))
                .toList();
    }
}
