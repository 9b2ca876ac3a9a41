package io.qmaster.domain.feed;

import java.nio.file.Path;

/** Is also called with what happens to the files of hot folders, as a {@link FeedListener} is. */
public interface FolderListener extends FeedListener {
    /** A file was moved to the folder for finished ones. */
    default void filed(FiledSource source) {}

    /**
     * A file in a hot folder is not submitted; reported once while it is there.
     *
     * @param why as a clause, such as {@code it is a symbolic link}
     */
    default void passedOver(Path file, String why) {}

    /**
     * Something could not be done, and is tried again; reported once in a row.
     *
     * @param what what failed and why, in one line
     */
    default void delayed(String what) {}
}
