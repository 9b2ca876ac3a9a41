package io.qmaster.simulator;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files and folders that only their owner can read, where the file system knows of owners. For the packages of the simulator,
 * not for its users.
 */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Makes a folder, with those above it, unless there is one. */
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, only("rwx------", folder));
        }
    }

    /**
     * Makes an empty file unless there is one.
     *
     * @return whether there was none, and nobody else made it in the meantime
     */
    public static boolean makeFile(Path file) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        try {
            Files.createFile(file, only("rw-------", file));
            return true;
        } catch (FileAlreadyExistsException made) {
            return false;
        }
    }

    private static FileAttribute<?>[] only(String permissions, Path path) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
