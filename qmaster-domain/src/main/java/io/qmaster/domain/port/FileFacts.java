package io.qmaster.domain.port;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.FileMark;
import java.time.Instant;
import java.util.Optional;

/**
 * What is seen at a path at one moment. Immutable and thread-safe.
 *
 * @param kind what stands there
 * @param bytes the size of a file; of a folder, whatever the file system says of the folder itself
 * @param modified when it was last changed; for a missing path the beginning of 1970
 * @param readable whether we may read it
 * @param key what the file system calls this one file, device and inode for example: a file that is renamed keeps it, and
 *     one that is written anew under the same name has another; empty where the file system has no such thing
 */
public record FileFacts(Kind kind, long bytes, Instant modified, boolean readable, Optional<String> key) {
    /** @throws NullPointerException if a component is null */
    public FileFacts {
        requireNonNull(kind, "kind");
        requireNonNull(modified, "modified");
        requireNonNull(key, "key");
    }

    /** Nothing is there. */
    public static final FileFacts MISSING = new FileFacts(Kind.MISSING, 0, Instant.EPOCH, false);

    /** A symbolic link that leads to nothing. */
    public static final FileFacts DANGLING = new FileFacts(Kind.DANGLING_LINK, 0, Instant.EPOCH, false);

    /** What is seen on a file system that has no keys. */
    public FileFacts(Kind kind, long bytes, Instant modified, boolean readable) {
        this(kind, bytes, modified, readable, Optional.empty());
    }

    /** What stands at a path. */
    public enum Kind {
        /** Nothing. */
        MISSING,
        /** A file. */
        FILE,
        /** A folder. */
        FOLDER,
        /** Neither file nor folder, such as a device. */
        OTHER,
        /** A symbolic link whose target does not exist. Whoever writes to it makes that target. */
        DANGLING_LINK
    }

    /** By what it is known to be unchanged. */
    public FileMark mark() {
        return new FileMark(bytes, modified);
    }

    /** Whether anything is there. A dangling link leads to nothing, so that nothing is. */
    public boolean exists() {
        return kind != Kind.MISSING && kind != Kind.DANGLING_LINK;
    }

    /** Whether a symbolic link is there whose target does not exist. */
    public boolean isDanglingLink() {
        return kind == Kind.DANGLING_LINK;
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
