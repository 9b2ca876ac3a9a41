package io.qmaster.cli.output;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionRecord;
import tools.jackson.databind.node.ObjectNode;

/** Prints the story of a submission as the journal keeps it: a line for each line, in JSON an event. */
public final class StoryLines {
    private final Console console;

    /** Prints on a console. */
    public StoryLines(Console console) {
        this.console = console;
    }

    /** Prints the story, the oldest line first. */
    public void print(SubmissionRecord entry) {
        for (int at = 0; at < entry.log().size(); at++) {
            LogEntry line = entry.log().get(at);
            if (console.isJson()) {
                console.answer(event(entry, line, at + 1L));
            } else {
                console.answer(words(line));
            }
        }
    }

    /** A line of a story for people. */
    static String words(LogEntry line) {
        return Json.time(line.at()).asString() + " " + line.level() + " " + Printable.oneLine(line.message());
    }

    private static ObjectNode event(SubmissionRecord entry, LogEntry line, long sequence) {
        ObjectNode event = Json.object();
        event.put("schema", EventDocuments.SCHEMA);
        event.put("event", "log");
        event.put("submissionId", entry.id().value());
        event.put("sequence", sequence);
        event.set("at", Json.time(line.at()));
        event.set("labels", Json.texts(entry.order().labels()));
        entry.batch().map(BatchReference::id).ifPresent(id -> event.put("batchId", id.value()));
        event.put("level", line.level().name());
        event.put("message", line.message());
        return event;
    }
}
