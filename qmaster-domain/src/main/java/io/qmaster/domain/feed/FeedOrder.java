package io.qmaster.domain.feed;

/** In which order sources are submitted. */
public enum FeedOrder {
    /** As the request has them. */
    GIVEN,
    /** By their paths. */
    NAME,
    /** Those that were changed longest ago first. */
    OLDEST,
    /** The smallest files first. */
    SMALLEST
}
