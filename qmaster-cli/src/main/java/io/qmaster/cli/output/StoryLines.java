package io.qmaster.cli.output;

import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionRecord;

/** Prints the log of a submission in the journal: a line for each line, in JSON an event. */
public final class StoryLines {
    private final Console console;

    /** Prints on a console. */
    public StoryLines(Console console) {
        this.console = console;
    }

    /** Prints the log, the oldest line first. */
    public void print(SubmissionRecord entry) {
        for (int at = 0; at < entry.log().size(); at++) {
            LogEntry line = entry.log().get(at);
            if (console.isJson()) {
                console.answerDocument(EventDocuments.log(entry, line, at + 1L));
            } else {
                console.answer(words(line));
            }
        }
    }

    /** A line of a log for people. */
    static String words(LogEntry line) {
        return Json.time(line.at()) + " " + line.level() + " " + Printable.oneLine(line.message());
    }
}
