package io.qmaster.domain;

import java.time.Instant;

/**
 * One line of the log of a batch. For library consumers and authors of journals. Immutable and thread-safe.
 *
 * @param at when it happened
 * @param level its severity
 * @param message what happened, in one line without secrets
 */
public record LogEntry(Instant at, LogLevel level, String message) {
    /** Refuses nulls. */
    public LogEntry {
        Nulls.refuse(LogEntry.class, at, level, message);
    }

    @Override
    public String toString() {
        return at + " " + level + " " + message;
    }
}
