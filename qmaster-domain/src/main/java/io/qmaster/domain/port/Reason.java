package io.qmaster.domain.port;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/** Readable reasons of exceptions, without class names. For authors of backends and journals. Thread-safe. */
public final class Reason {
    private Reason() {}

    /** The reason of an exception, with the path of a file if it has one. */
    public static String withPath(Throwable thrown) {
        return thrown instanceof FileSystemException failed && failed.getFile() != null
                ? failed.getFile() + ": " + of(failed)
                : message(thrown);
    }

    /**
     * The reason of an exception, without the path of a file. Some exceptions of the JDK have only the path as their
     * message.
     */
    public static String of(Throwable thrown) {
        if (!(thrown instanceof FileSystemException failed)) {
            return message(thrown);
        }
        if (failed.getReason() != null) {
            // The JDK appends text to this message of the system.
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
        // A pure wrapper repeats the class and message of its cause.
        if (cause != null && cause.toString().equals(thrown.getMessage())) {
            return withPath(cause);
        }
        return Optional.ofNullable(thrown.getMessage())
                .filter(text -> !text.isBlank())
                .orElse("no reason was given");
    }
}
