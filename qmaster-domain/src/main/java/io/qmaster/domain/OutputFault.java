package io.qmaster.domain;

/** What is wrong with an output of a batch that the engine calls successful. */
public enum OutputFault {
    /** No file was found where the engine could have written it. */
    OUTPUT_MISSING,
    /** Several files were made that may each be it. */
    OUTPUT_AMBIGUOUS,
    /** The file has no bytes: the engine makes it so when a job starts (Compressor 5, observed). */
    OUTPUT_EMPTY,
    /** The file still grew at the last look or is cut off, or its source changed while it was encoded. */
    OUTPUT_INCOMPLETE,
    /**
     * Its first bytes are not those of a file of its extension; or codec, frame size or duration are not what setting and source
     * promise, as far as that was verified.
     */
    OUTPUT_MISMATCH,
    /** It is good, but could not be moved to its place; it is kept where the engine wrote it until it can. */
    OUTPUT_NOT_PUBLISHED
}
