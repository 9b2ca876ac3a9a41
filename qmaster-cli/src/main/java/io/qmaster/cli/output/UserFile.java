package io.qmaster.cli.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A file that the user names to write to: a regular one or a device; never a named pipe, which may block forever. */
public final class UserFile {
    private UserFile() {}

    /**
     * Refuses files whose opening blocks until another process opens them.
     *
     * @throws IOException if the file is a named pipe or a socket
     */
    public static void requireNoPipe(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isOther() && !isDevice(file)) {
                throw new IOException("it is a named pipe or a socket, not a regular file");
            }
        } catch (NoSuchFileException missing) {
            // Opening it creates it or fails.
        }
    }

    /** Includes process substitution of a shell, whose pipes are already open. */
    private static boolean isDevice(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith("/dev") || absolute.startsWith("/proc/self/fd");
    }
}
