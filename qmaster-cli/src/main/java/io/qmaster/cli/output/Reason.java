package io.qmaster.cli.output;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Why something failed, for people: never the name of a Java class. */
public final class Reason {
    private Reason() {}

    /** The reason that an exception carries; for a file, without repeating its path. */
    public static String of(Throwable thrown) {
        if (thrown instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (thrown instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (thrown instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        if (thrown instanceof FileSystemException failed && failed.getReason() != null) {
            // The JDK adds words of its own to those of the system.
            return failed.getReason().startsWith("Too many levels of symbolic links")
                    ? "a symbolic link leads back to itself"
                    : failed.getReason();
        }
        return Optional.ofNullable(thrown.getMessage())
                .filter(message -> !message.isBlank())
                .orElse("no reason was given");
    }
}
