package io.qmaster.simulator.standin;

import io.qmaster.simulator.model.MonitoredBatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Markup that no XML parser accepts: an element a line, each closed inside its own tag, and names with unescaped quotes
 * and angle brackets (the Python module qmaster of 2011; an intro generator of 2022).
 */
final class LegacyMonitorText extends MonitorText {
    LegacyMonitorText(StandInGeneration generation, ProgramEnvironment environment) {
        super(generation, environment);
    }

    @Override
    String text(List<MonitoredBatch> batches, Instant now) {
        StringBuilder text = new StringBuilder();
        for (MonitoredBatch batch : batches) {
            text.append(element("batchStatus", fields(batch)));
            batch.jobs().forEach(job -> text.append(element("jobStatus", fields(batch, job))));
        }
        return text.toString();
    }

    private static String element(String name, Map<String, String> fields) {
        return "<" + name + " "
                + fields.entrySet().stream()
                        .map(field -> field.getKey() + "=\"" + field.getValue() + "\" ")
                        .collect(Collectors.joining())
                + "/" + name + ">\n";
    }
}
