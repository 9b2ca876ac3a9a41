package io.qmaster.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import io.qmaster.cli.command.EventLog;
import io.qmaster.cli.output.Printable;
import io.qmaster.cli.output.StackTrace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A line of the log file: time, level, logger, ids of the submission and the batch, message; then the stack trace, if any.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
        String line = when(event) + " " + event.getLevel() + " " + event.getLoggerName() + " "
                + id(event, EventLog.SUBMISSION) + id(event, EventLog.BATCH)
                + Printable.oneLine(event.getFormattedMessage()) + "\n";
        return event.getThrowableProxy() instanceof ThrowableProxy proxy
                ? line + String.join("\n", StackTrace.lines(proxy.getThrowable())) + "\n"
                : line;
    }

    /** The time of the event, which may be earlier than the time of writing. */
    static Instant when(ILoggingEvent event) {
        return Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of()).stream()
                .filter(pair -> pair.key.equals(EventLog.AT))
                .map(pair -> pair.value)
                .filter(Instant.class::isInstance)
                .map(Instant.class::cast)
                .findFirst()
                .orElseGet(event::getInstant);
    }

    private static String id(ILoggingEvent event, String name) {
        String id = event.getMDCPropertyMap().get(name);
        return id == null ? "" : name + "=" + Printable.oneLine(id) + " ";
    }
}
