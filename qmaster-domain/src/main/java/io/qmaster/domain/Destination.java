package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** Where the output of a job goes. Immutable and thread-safe. */
public sealed interface Destination {
    /** A complete path with the file's name. */
    static Destination file(Path path) {
        return new File(path);
    }

    /** A folder: the output is named after its source, with the extension of the setting. */
    static Destination directory(Path folder) {
        return new Directory(folder, "");
    }

    /** A folder: the output is named after its source, then the suffix, with the extension of the setting. */
    static Destination directory(Path folder, String suffix) {
        return new Directory(folder, suffix);
    }

    /**
     * A complete path.
     *
     * @param path the path with the file's name
     */
    record File(Path path) implements Destination {
        /** Refuses null. */
        public File {
            requireNonNull(path, "path");
        }
    }

    /**
     * A folder.
     *
     * @param folder the folder; it is made if it is missing
     * @param suffix what stands behind the source's stem in the file name; may be empty, holds no separator
     */
    record Directory(Path folder, String suffix) implements Destination {
        /** @throws IllegalArgumentException if the suffix would lead into another folder */
        public Directory {
            requireNonNull(folder, "folder");
            if (suffix.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
                throw new IllegalArgumentException(
                        "a suffix becomes part of a file name: no separators or control characters: \"" + suffix
                                + "\"");
            }
        }
    }
}
