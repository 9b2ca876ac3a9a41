package io.qmaster.cli.output;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Output;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Ending;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What can be told of a batch: what the engine says and what the journal remembers.
 *
 * @param status the engine's words, now or at the end
 * @param entry what the journal knows, if it was submitted from here
 */
public record BatchView(Optional<BatchStatus> status, Optional<JournalEntry> entry) {
    /** A batch that the engine shows. */
    public static BatchView of(BatchStatus status, Optional<JournalEntry> entry) {
        return new BatchView(Optional.of(status), entry);
    }

    /** A submission of which the engine shows nothing. */
    public static BatchView of(JournalEntry entry) {
        return new BatchView(result(entry).map(BatchResult::status), Optional.of(entry));
    }

    /** The engine's id. */
    public Optional<BatchId> batchId() {
        return reference().map(BatchReference::id);
    }

    /** How people are told of the cluster. */
    public Optional<String> cluster() {
        return reference()
                .map(BatchReference::cluster)
                .or(() -> entry.map(known -> known.order().cluster()))
                .map(cluster -> cluster.displayName());
    }

    /** The name, as the engine shows it or as we sent it. */
    public Optional<String> name() {
        return status.flatMap(BatchStatus::name)
                .or(() -> entry.map(known -> known.order().name()));
    }

    /** Where it stands; a success that the journal knows to be spoilt is a failure. */
    public Optional<BatchState> state() {
        return entry.flatMap(BatchView::result).map(BatchResult::state).or(() -> status.map(BatchStatus::state));
    }

    /** Why it failed, was not queued or was given up. */
    public Optional<String> reason() {
        return status.flatMap(BatchStatus::reason)
                .or(() -> entry.flatMap(JournalEntry::ending).map(Ending::words).filter(words -> !words.isEmpty()))
                .or(() -> entry.flatMap(BatchView::result).flatMap(BatchView::faultOf));
    }

    /** How much is done; empty for what failed or was cancelled, of which the engine says 100. */
    public OptionalInt percentComplete() {
        boolean ended = state().filter(known -> known == BatchState.FAILED || known == BatchState.CANCELLED)
                .isPresent();
        return ended
                ? OptionalInt.empty()
                : status.map(known -> known.progress().percentComplete()).orElse(OptionalInt.empty());
    }

    /** Whether somebody gave it up, although the engine may show it by now; empty if it was not submitted from here. */
    public Optional<Boolean> givenUp() {
        return entry.map(JournalEntry::isGivenUp);
    }

    private Optional<BatchReference> reference() {
        return status.map(BatchStatus::batch).or(() -> entry.flatMap(JournalEntry::batch));
    }

    private static Optional<String> faultOf(BatchResult result) {
        return result.outputs().stream()
                .filter(output -> output.fault().isPresent())
                .findFirst()
                .flatMap(Output::reason);
    }

    private static Optional<BatchResult> result(JournalEntry entry) {
        return entry.ending().flatMap(Ending::result);
    }
}
