package io.qmaster.domain;

/** How much a line of a batch's story matters, from the least to the most. */
public enum LogLevel {
    /** What was asked and answered. */
    DEBUG,
    /** What happened. */
    INFO,
    /** Trouble that was dealt with. */
    WARNING,
    /** Trouble that was not. */
    ERROR
}
