package io.qmaster.domain;

/** How an output reaches its final place. For library consumers. Immutable and thread-safe. */
public enum Publication {
    /** The engine writes it there: it is visible while it grows. */
    DIRECT,
    /** The engine writes into a hidden folder beside it, and it is renamed after it was checked. */
    ATOMIC
}
