package io.qmaster.domain.port;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Why something failed, for the messages of backends and journals: never the name of a Java class. Thread-safe. */
public final class Reason {
    private Reason() {}

    /** The reason that an exception gives; of a file, with its path. */
    public static String withPath(Throwable thrown) {
        return thrown instanceof FileSystemException failed && failed.getFile() != null
                ? failed.getFile() + ": " + of(failed)
                : message(thrown);
    }

    /** The reason that an exception gives; of a file, without its path. The JDK gives some of them none but the path. */
    public static String of(Throwable thrown) {
        if (!(thrown instanceof FileSystemException failed)) {
            return message(thrown);
        }
        if (failed.getReason() != null) {
            // The JDK adds words of its own to those of the system.
            return failed.getReason().startsWith("Too many levels of symbolic links")
                    ? "a symbolic link leads back to itself"
                    : failed.getReason();
        }
        if (failed instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failed instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        return failed instanceof FileAlreadyExistsException ? "it exists" : "no reason was given";
    }

    private static String message(Throwable thrown) {
        Throwable cause = thrown.getCause();
        // An exception that only wraps another one repeats it with its class.
        if (cause != null && cause.toString().equals(thrown.getMessage())) {
            return withPath(cause);
        }
        return Optional.ofNullable(thrown.getMessage())
                .filter(text -> !text.isBlank())
                .orElse("no reason was given");
    }
}
