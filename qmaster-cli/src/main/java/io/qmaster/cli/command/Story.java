package io.qmaster.cli.command;

import io.qmaster.domain.LogEntry;
import io.qmaster.domain.QmasterBatch;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes the log of a batch into the program's log, each line once. */
public final class Story {
    /** The name of the logger. */
    public static final String LOGGER = "qmaster.batch";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    /** The prefixes of lines about events that were already shown to the user. */
    private static final List<String> REPORTED = List.of(
            "no progress for ",
            "the engine reports the unknown status ",
            "the status could not be read: ",
            "all ",
            "waiting up to ");

    private @Nullable LogEntry last;

    /** Writes the new lines. */
    void tell(QmasterBatch batch) {
        List<LogEntry> entries = batch.logs();
        int begin = last == null ? 0 : entries.lastIndexOf(last) + 1;
        EventLog.about(batch.submissionId(), Optional.of(batch.reference()), () -> {
            for (LogEntry entry : entries.subList(begin, entries.size())) {
                write(entry);
                last = entry;
            }
        });
    }

    private static void write(LogEntry entry) {
        Level level = switch (entry.level()) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
        EventLog.log(LOG, level, entry.at(), REPORTED.stream().anyMatch(entry.message()::startsWith), entry.message());
    }
}
