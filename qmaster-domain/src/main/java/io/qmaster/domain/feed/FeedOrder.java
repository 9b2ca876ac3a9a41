package io.qmaster.domain.feed;

/** The order in which sources are submitted. For library consumers. Immutable and thread-safe. */
public enum FeedOrder {
    /** In the order of the request. */
    GIVEN,
    /** By path. */
    NAME,
    /** Least recently changed first. */
    OLDEST,
    /** Smallest file first. */
    SMALLEST
}
