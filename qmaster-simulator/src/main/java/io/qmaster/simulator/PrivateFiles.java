package io.qmaster.simulator;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Creates files and folders that only their owner can read, on POSIX file systems. For the packages of the simulator,
 * not for its users. Thread-safe.
 */
public final class PrivateFiles {
    private PrivateFiles() {}

    /** Creates a folder and its parents, unless it exists. */
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, only("rwx------", folder));
        }
    }

    /**
     * Creates an empty file, unless it exists.
     *
     * @return whether this call created it
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
     * Removes all permissions of others from a file, or from a folder and its whole content. Ignores symbolic links.
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
