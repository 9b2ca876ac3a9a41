package io.qmaster.domain.standard;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Resolves symbolic links, also to paths that do not exist yet. */
final class RealPath {
    /** The limit of Linux; macOS follows at most 32. */
    private static final int MOST_LINKS = 40;

    private RealPath() {}

    /**
     * The real path of the existing part of an absolute path, followed by the rest. A dangling link is followed to its
     * target. A path that cannot be accessed is returned unchanged.
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
