package io.qmaster.cli.output;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Prints what was recovered, between the events of batches. */
public final class RecoveredLines {
    private final Console console;
    private final SubmissionJournal journal;
    private final Timekeeper time;

    /** Prints on a console, with the labels from the journal. */
    public RecoveredLines(Console console, SubmissionJournal journal, Timekeeper time) {
        this.console = console;
        this.journal = journal;
        this.time = time;
    }

    /** Prints the result for one submission. */
    public void print(Recovered found) {
        if (console.isJson()) {
            console.answerDocument(event(found));
        } else {
            console.tell(found.batch()
                            .map(BatchReference::toString)
                            .orElse(found.submissionId().value()) + ": " + words(found.finding()) + ", "
                    + found.words());
        }
    }

    /** A result for people: {@code not queued}. */
    public static String words(Recovered.Finding finding) {
        return finding.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private ObjectNode event(Recovered found) {
        Map<String, String> labels = journal.find(found.submissionId())
                .map(JournalEntry::order)
                .map(order -> order.labels())
                .orElse(Map.of());
        return EventDocuments.of(found, time.now(), labels);
    }
}
