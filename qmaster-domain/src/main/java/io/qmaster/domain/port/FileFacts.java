package io.qmaster.domain.port;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.FileMark;
import java.time.Instant;
import java.util.Optional;

/**
 * The attributes of a file, as read at one moment. For library consumers who implement {@link MediaFiles}. Immutable
 * and thread-safe.
 *
 * @param kind the kind of file
 * @param bytes the size of a file; of a folder, the size that the file system gives for the folder itself
 * @param modified when it was last changed; for a missing path the beginning of 1970
 * @param readable whether this process may read it
 * @param key the file system's key of the file, device and inode for example: a renamed file keeps it, a new file of
 *     the same name has another; empty if the file system has no keys
 */
public record FileFacts(Kind kind, long bytes, Instant modified, boolean readable, Optional<String> key) {
    /** @throws NullPointerException if a component is null */
    public FileFacts {
        requireNonNull(kind, "kind");
        requireNonNull(modified, "modified");
        requireNonNull(key, "key");
    }

    /** The path does not exist. */
    public static final FileFacts MISSING = new FileFacts(Kind.MISSING, 0, Instant.EPOCH, false);

    /** A symbolic link whose target does not exist. */
    public static final FileFacts DANGLING = new FileFacts(Kind.DANGLING_LINK, 0, Instant.EPOCH, false);

    /** Attributes on a file system without keys. */
    public FileFacts(Kind kind, long bytes, Instant modified, boolean readable) {
        this(kind, bytes, modified, readable, Optional.empty());
    }

    /** The kind of a file. */
    public enum Kind {
        /** The path does not exist. */
        MISSING,
        /** A file. */
        FILE,
        /** A folder. */
        FOLDER,
        /** Neither file nor folder, such as a device. */
        OTHER,
        /** A symbolic link whose target does not exist. Writing to it creates the target. */
        DANGLING_LINK
    }

    /** Size and time, to detect changes. */
    public FileMark mark() {
        return new FileMark(bytes, modified);
    }

    /** Whether it exists. A dangling link does not. */
    public boolean exists() {
        return kind != Kind.MISSING && kind != Kind.DANGLING_LINK;
    }

    /** Whether it is a symbolic link whose target does not exist. */
    public boolean isDanglingLink() {
        return kind == Kind.DANGLING_LINK;
    }

    /** Whether it is a file. */
    public boolean isFile() {
        return kind == Kind.FILE;
    }

    /** Whether it is a folder. */
    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }
}
