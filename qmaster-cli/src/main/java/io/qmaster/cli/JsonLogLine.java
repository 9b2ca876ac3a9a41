package io.qmaster.cli;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.qmaster.cli.output.Json;
import java.nio.charset.StandardCharsets;

/** A line of the log file as a JSON object. Also escapes characters that Logback does not escape. */
final class JsonLogLine extends JsonEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
        if (event instanceof LoggingEvent written) {
            written.setInstant(LogLine.when(event));
        }
        return Json.escaped(new String(super.encode(event), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }
}
