package io.qmaster.domain;

import java.time.Instant;

/**
 * One line of a batch's story. Immutable and thread-safe.
 *
 * @param at when it happened
 * @param level how much it matters
 * @param message what happened, in one line without secrets
 */
public record LogEntry(Instant at, LogLevel level, String message) {
    @Override
    public String toString() {
        return at + " " + level + " " + message;
    }
}
