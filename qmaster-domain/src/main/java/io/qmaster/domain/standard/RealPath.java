package io.qmaster.domain.standard;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Follows symbolic links as far as they lead, also to what is not there yet. */
final class RealPath {
    /** As many as Linux and macOS follow at most (Linux: 40, macOS: 32). */
    private static final int MOST_LINKS = 40;

    private RealPath() {}

    /**
     * The real path of the part of a path that exists, followed by the rest of it. A dangling link is followed to the path
     * that it names. A path that may not be looked at is returned as it is.
     *
     * @param path an absolute path
     */
    static Path of(Path path) throws IOException {
        try {
            return followed(path, MOST_LINKS);
        } catch (FileSystemException unreadable) {
            return path;
        }
    }

    private static Path followed(Path path, int links) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException | NotDirectoryException missing) {
            Path parent = path.getParent();
            Path name = path.getFileName();
            if (parent == null || name == null) {
                return path;
            }
            Path above = followed(parent, links);
            if (name.toString().equals("..")) {
                return above.getParent() == null ? above : above.getParent();
            }
            Path here = above.resolve(name);
            if (!Files.isSymbolicLink(here)) {
                return here;
            }
            if (links == 0) {
                throw new FileSystemLoopException(path.toString());
            }
            return followed(above.resolve(Files.readSymbolicLink(here)), links - 1);
        }
    }
}
