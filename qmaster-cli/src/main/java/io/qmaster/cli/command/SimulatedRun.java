package io.qmaster.cli.command;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A scenario that was run on virtual time.
 *
 * @param eventLog everything that happened, one JSON object a line
 * @param page creates an HTML page that shows it, from a title
 */
public record SimulatedRun(List<String> eventLog, UnaryOperator<String> page) {
    /** Copies the log. */
    public SimulatedRun {
        eventLog = List.copyOf(eventLog);
    }
}
