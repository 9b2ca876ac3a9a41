package io.qmaster.simulator.model;

import io.qmaster.simulator.scenario.JsonText;
import java.time.Instant;
import java.util.Arrays;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of the event log. It is formatted only when the log is read: a program that answers one call reads none, and a
 * long simulation has millions of lines.
 */
final class LogLine {
    private static final Object[] NONE = {};

    private final int sequence;
    private final Instant at;
    private final String event;
    /** Keys and values alternately. */
    private Object[] details = NONE;

    LogLine(int sequence, Instant at, String event) {
        this.sequence = sequence;
        this.at = at;
        this.event = event;
    }

    LogLine put(String key, String value) {
        return with(key, value);
    }

    LogLine put(String key, int value) {
        return with(key, value);
    }

    LogLine put(String key, boolean value) {
        return with(key, value);
    }

    /** The line as a JSON object; the keys are in the order of the calls. */
    String text() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("sequence", sequence);
        line.put("at", at.toString());
        line.put("event", event);
        for (int pair = 0; pair < details.length; pair += 2) {
            String key = details[pair].toString();
            Object value = details[pair + 1];
            if (value instanceof Integer number) {
                line.put(key, number);
            } else if (value instanceof Boolean truth) {
                line.put(key, truth);
            } else {
                line.put(key, value.toString());
            }
        }
        return JsonText.write(line);
    }

    private LogLine with(String key, Object value) {
        int length = details.length;
        details = Arrays.copyOf(details, length + 2);
        details[length] = key;
        details[length + 1] = value;
        return this;
    }
}
