package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** Where the output of a job is written. For library consumers. Immutable and thread-safe. */
public sealed interface Destination {
    /** A complete path with a file name. */
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
     * @param path the path with the file name
     */
    record File(Path path) implements Destination {
        /** Rejects null. */
        public File {
            requireNonNull(path, "path");
        }
    }

    /**
     * A folder.
     *
     * @param folder the folder; it is created if it is missing
     * @param suffix the text after the source's stem in the file name; may be empty, has no separator
     */
    record Directory(Path folder, String suffix) implements Destination {
        /** @throws IllegalArgumentException if the suffix contains a separator or a control character */
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
