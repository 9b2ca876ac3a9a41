package io.qmaster.cli.output;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Tells between the events of batches what was found of submissions that were left open. */
public final class RecoveredLines {
    private final Console console;
    private final SubmissionJournal journal;
    private final Timekeeper time;

    /** Tells on a console; the journal knows the labels. */
    public RecoveredLines(Console console, SubmissionJournal journal, Timekeeper time) {
        this.console = console;
        this.journal = journal;
        this.time = time;
    }

    /** Tells of one submission. */
    public void print(Recovered found) {
        if (console.isJson()) {
            console.answer(event(found));
        } else {
            console.tell(found.batch()
                            .map(BatchReference::toString)
                            .orElse(found.submissionId().value()) + ": " + found.finding() + ", " + found.words());
        }
    }

    /** It is none of the events of its batch, which count from 1. */
    private ObjectNode event(Recovered found) {
        Map<String, String> labels = journal.find(found.submissionId())
                .map(JournalEntry::order)
                .map(order -> order.labels())
                .orElse(Map.of());
        ObjectNode event = Json.object();
        event.put("schema", EventDocuments.SCHEMA);
        event.put("event", "recovered");
        event.put("submissionId", found.submissionId().value());
        event.put("sequence", 0);
        event.set("at", Json.time(time.now()));
        event.set("labels", Json.texts(labels));
        found.batch().map(BatchReference::id).ifPresent(id -> event.put("batchId", id.value()));
        event.set(
                "cluster", Json.text(found.batch().map(batch -> batch.cluster().displayName())));
        event.put("finding", found.finding().name());
        event.put("message", Printable.oneLine(found.words()));
        return event;
    }
}
