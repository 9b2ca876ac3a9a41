package io.qmaster.domain.feed;

import java.nio.file.Path;

/**
 * Receives the events of a run with hot folders, in the same way as a {@link FeedListener}. Implemented by library
 * consumers; need not be thread-safe.
 */
public interface FolderListener extends FeedListener {
    /** A finished file was moved to its final folder. */
    default void filed(FiledSource source) {}

    /**
     * A file in a hot folder is not submitted. Reported once while the file exists unchanged.
     *
     * @param why the reason as a clause, such as {@code it is a symbolic link}
     */
    default void passedOver(Path file, String why) {}
}
