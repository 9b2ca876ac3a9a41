package io.qmaster.cli.output;

import io.qmaster.domain.Output;
import io.qmaster.domain.Remaining;
import io.qmaster.domain.port.Timekeeper;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

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
                console.answer(event(output, labels, at + 1L));
            } else {
                console.tell("skipped " + output.target().source() + ": complete as "
                        + output.path().orElse(output.target().plannedPath()));
            }
        }
        if (remaining.request().isEmpty()) {
            console.tell("everything is complete: nothing is submitted");
        }
    }

    /** It belongs to no submission and no batch: the target is not part of one. */
    private ObjectNode event(Output output, Map<String, String> labels, long sequence) {
        ObjectNode target = Json.object();
        target.put("index", output.target().index());
        target.put("source", output.target().source().toString());
        target.put("plannedPath", output.target().plannedPath().toString());
        target.set("path", Json.text(output.path()));
        target.set("bytes", Json.number(output.bytes()));
        ObjectNode event = Json.object();
        event.put("schema", EventDocuments.SCHEMA);
        event.put("event", "skipped");
        event.set("submissionId", Json.unknown());
        event.put("sequence", sequence);
        event.set("at", Json.time(time.now()));
        event.set("labels", Json.texts(labels));
        event.set("target", target);
        return event;
    }
}
