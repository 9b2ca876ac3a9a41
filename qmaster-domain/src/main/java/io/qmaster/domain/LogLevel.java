package io.qmaster.domain;

/**
 * The severity of a line in the log of a batch, in ascending order. For library consumers and authors of journals.
 * Immutable and thread-safe.
 */
public enum LogLevel {
    /** Requests and answers. */
    DEBUG,
    /** Normal events. */
    INFO,
    /** A problem that was handled. */
    WARNING,
    /** A problem that was not handled. */
    ERROR
}
