package io.qmaster.domain;

/**
 * What happens if a file or folder already exists where an output will be written. For library consumers. Immutable and
 * thread-safe.
 */
public enum ExistingOutput {
    /** The batch is not submitted. */
    REFUSE,
    /**
     * It is kept until the new output has been checked, and is then replaced. The engine writes into a hidden folder
     * beside it, with any {@link Publication}.
     *
     * <p>A file is replaced atomically: its path always has the old or the new file. A folder of frames is not: the old
     * one is renamed into the hidden folder, and then the new one out of it. Between these two renames there is no
     * folder at the path; if the program dies then, {@link Qmaster#recover()} or the next process that sees the end of
     * the batch performs the second rename. A file that was created or changed after the engine was called is not
     * replaced.
     */
    REPLACE
}
