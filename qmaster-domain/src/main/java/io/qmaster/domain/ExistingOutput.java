package io.qmaster.domain;

/** What happens when something stands already where an output will be written. */
public enum ExistingOutput {
    /** The batch is not submitted. */
    REFUSE,
    /**
     * It stays where it is until the new output is found good, and is then replaced. The engine writes into a hidden folder
     * beside it, whatever the {@link Publication}.
     *
     * <p>A file is replaced in one step: there is always one at its path, the old or the new. A folder of frames is not: the
     * old one is renamed into the hidden folder, and the new one out of it. Between these two renames there is no folder at
     * the path; if the program dies at that moment, {@link Qmaster#recover()} or the next process that finds the end of the
     * batch does the second. A file that was not there when the engine was asked, or was changed since, is not replaced.
     */
    REPLACE
}
