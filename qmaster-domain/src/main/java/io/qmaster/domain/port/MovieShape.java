package io.qmaster.domain.port;

/** What the structure of a movie says of its end. */
public enum MovieShape {
    /** It has an index, and everything that it says it has. */
    WHOLE,
    /** It ends before it says that it does, or has no index yet. */
    CUT_OFF,
    /** Nothing: it is another kind of file, or one that can end behind any of its parts. */
    UNKNOWN
}
