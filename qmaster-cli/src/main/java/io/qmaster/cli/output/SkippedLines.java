package io.qmaster.cli.output;

import io.qmaster.domain.Output;
import io.qmaster.domain.Remaining;
import io.qmaster.domain.port.Timekeeper;
import java.nio.file.Path;
import java.util.Map;

/**
 * Prints what is not submitted: targets that are complete, and files of a folder that are not used as sources. In JSON, an
 * event for each.
 */
public final class SkippedLines {
    private final Console console;
    private final Timekeeper time;
    private long passedOver;

    /** Prints on a console. */
    public SkippedLines(Console console, Timekeeper time) {
        this.console = console;
        this.time = time;
    }

    /**
     * Prints that a file of a folder is not taken as a source.
     *
     * @param reason why, as a clause
     */
    public void passedOver(Path file, String reason, Map<String, String> labels) {
        passedOver++;
        if (console.isJson()) {
            console.answerDocument(new EventDocuments.PassedOver(
                    EventDocuments.Head.alone("passedOver", labels, passedOver, time.now()), file, reason));
        } else {
            console.tell("passed over " + file + ": " + reason);
        }
    }

    /** Prints every target whose output exists and is complete. */
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
