package io.qmaster.domain.port;

/**
 * Whether the structure of a movie shows that it is complete. For library consumers who implement {@link MediaFiles}.
 * Immutable and thread-safe.
 */
public enum MovieShape {
    /** It has an index, and is as long as its structure says. */
    WHOLE,
    /** It is shorter than its structure says, or has no index yet. */
    CUT_OFF,
    /** Unknown: it is another kind of file, or one that can end after any of its parts. */
    UNKNOWN
}
