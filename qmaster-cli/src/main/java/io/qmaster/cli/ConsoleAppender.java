package io.qmaster.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import io.qmaster.cli.command.EventLog;
import io.qmaster.cli.command.Story;
import io.qmaster.cli.output.Console;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes log events to standard error, without breaking a progress drawing. */
final class ConsoleAppender extends AppenderBase<ILoggingEvent> {
    private final Console console;
    private final Level threshold;
    private final @Nullable Encoder<ILoggingEvent> encoder;

    /**
     * An appender for events of at least this level.
     *
     * @param encoder how a line is written; by default as the program's other lines for people
     */
    ConsoleAppender(Console console, Level threshold, @Nullable Encoder<ILoggingEvent> encoder) {
        this.console = console;
        this.threshold = threshold;
        this.encoder = encoder;
        setName("stderr");
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(threshold) || isPrintedAnyway(event)) {
            return;
        }
        if (encoder == null) {
            console.log(word(event.getLevel()) + ": " + event.getFormattedMessage());
        } else {
            console.logText(new String(encoder.encode(event), StandardCharsets.UTF_8));
        }
    }

    /**
     * Whether another part of the program prints it: batch events as they happen, warnings as JSON documents, and the
     * failure of a batch when the program ends.
     */
    private boolean isPrintedAnyway(ILoggingEvent event) {
        return event.getLoggerName().equals(EventLog.LOGGER)
                || wasReported(event)
                || (event.getLoggerName().equals(EventLog.WARNINGS) && console.warnsInJson())
                || (threshold.isGreaterOrEqual(Level.WARN)
                        && event.getLevel() == Level.ERROR
                        && event.getLoggerName().equals(Story.LOGGER));
    }

    private static boolean wasReported(ILoggingEvent event) {
        return Optional.ofNullable(event.getKeyValuePairs()).orElse(List.of()).stream()
                .anyMatch(pair -> pair.key.equals(EventLog.REPORTED) && Boolean.TRUE.equals(pair.value));
    }

    private static String word(Level level) {
        return level == Level.WARN ? "warning" : level.toString().toLowerCase(Locale.ROOT);
    }
}
