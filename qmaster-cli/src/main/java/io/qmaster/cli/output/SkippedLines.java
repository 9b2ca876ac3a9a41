package io.qmaster.cli.output;

import io.qmaster.domain.Output;
import io.qmaster.domain.Remaining;
import io.qmaster.domain.port.Timekeeper;
import java.util.Map;

/** Tells what of a request is not submitted since it is complete: an event a target in JSON, lines for people. */
public final class SkippedLines {
    private final Console console;
    private final Timekeeper time;

    /** Tells on a console. */
    public SkippedLines(Console console, Timekeeper time) {
        this.console = console;
        this.time = time;
    }

    /** Tells of every output that is there already. */
    public void print(Remaining remaining, Map<String, String> labels) {
        for (int at = 0; at < remaining.complete().size(); at++) {
            Output output = remaining.complete().get(at);
            if (console.isJson()) {
                console.answerDocument(EventDocuments.skipped(output, labels, at + 1L, time.now()));
            } else {
                console.tell("skipped " + output.target().source() + ": complete as "
                        + output.path().orElse(output.target().plannedPath()));
            }
        }
        if (remaining.request().isEmpty()) {
            console.tell("everything is complete: nothing is submitted");
        }
    }
}
