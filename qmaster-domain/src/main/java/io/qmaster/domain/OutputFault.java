package io.qmaster.domain;

/**
 * What is wrong with an output of a batch that the engine calls successful. For library consumers and authors of
 * journals. Immutable and thread-safe.
 */
public enum OutputFault {
    /** No file was found where the engine could have written it. */
    OUTPUT_MISSING,
    /** Several new files could be the output. */
    OUTPUT_AMBIGUOUS,
    /** The file is empty: the engine creates an empty file when a job starts (observed with Compressor 5). */
    OUTPUT_EMPTY,
    /** The file was still growing at the last check or is cut off, or its source changed while it was encoded. */
    OUTPUT_INCOMPLETE,
    /**
     * Its first bytes do not match its extension; or, if verified, its codec, frame size or duration do not match
     * setting and source.
     */
    OUTPUT_MISMATCH,
    /** It is valid, but could not be moved to its place; it is kept where the engine wrote it until it can. */
    OUTPUT_NOT_PUBLISHED
}
