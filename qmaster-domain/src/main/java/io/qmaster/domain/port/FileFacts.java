package io.qmaster.domain.port;

import io.qmaster.domain.FileMark;
import java.time.Instant;

/**
 * What is seen at a path at one moment.
 *
 * @param kind what stands there
 * @param bytes the size of a file; of a folder, whatever the file system says of the folder itself
 * @param modified when it was last changed; for a missing path the beginning of 1970
 * @param readable whether we may read it
 */
public record FileFacts(Kind kind, long bytes, Instant modified, boolean readable) {
    /** Nothing is there. */
    public static final FileFacts MISSING = new FileFacts(Kind.MISSING, 0, Instant.EPOCH, false);

    /** What stands at a path. */
    public enum Kind {
        /** Nothing. */
        MISSING,
        /** A file. */
        FILE,
        /** A folder. */
        FOLDER,
        /** Neither file nor folder, such as a device. */
        OTHER
    }

    /** By what it is known to be unchanged. */
    public FileMark mark() {
        return new FileMark(bytes, modified);
    }

    /** Whether anything is there. */
    public boolean exists() {
        return kind != Kind.MISSING;
    }

    /** Whether a file is there. */
    public boolean isFile() {
        return kind == Kind.FILE;
    }

    /** Whether a folder is there. */
    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }
}
