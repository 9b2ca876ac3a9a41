package io.qmaster.simulator;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Files and folders that only their owner can read, where the file system knows of owners. For the packages of the simulator,
 * not for its users. Thread-safe.
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

    /**
     * Takes every permission of others from a file, or from a folder and everything in it, whatever the umask was when it was
     * made. Symbolic links are left alone.
     */
    public static void restrict(Path path) throws IOException {
        if (!isPosix(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.toList()) {
                if (!Files.isSymbolicLink(each)) {
                    boolean runs = Files.isDirectory(each) || Files.isExecutable(each);
                    Files.setPosixFilePermissions(
                            each, PosixFilePermissions.fromString(runs ? "rwx------" : "rw-------"));
                }
            }
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] only(String permissions, Path path) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
