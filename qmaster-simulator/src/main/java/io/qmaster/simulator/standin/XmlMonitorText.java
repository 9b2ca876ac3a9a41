package io.qmaster.simulator.standin;

import io.qmaster.simulator.model.MonitoredBatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** XML with the attributes of the legacy markup; the real format of Compressor 5 is not known. */
final class XmlMonitorText extends MonitorText {
    XmlMonitorText(StandInGeneration generation, ProgramEnvironment environment) {
        super(generation, environment);
    }

    @Override
    String text(List<MonitoredBatch> batches, Instant now) {
        StringBuilder text = new StringBuilder("<batches>\n");
        for (MonitoredBatch batch : batches) {
            text.append("<batchStatus").append(attributes(fields(batch))).append("><jobs>\n");
            batch.jobs()
                    .forEach(job -> text.append("<jobStatus")
                            .append(attributes(fields(batch, job)))
                            .append("/>\n"));
            text.append("</jobs></batchStatus>\n");
        }
        return text.append("</batches>\n").toString();
    }

    private static String attributes(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> " " + field.getKey() + "=\"" + escaped(field.getValue()) + "\"")
                .collect(Collectors.joining());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
