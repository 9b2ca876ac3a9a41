package io.qmaster.compressor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a program could not be started or a file not be read, in the system's words and without those of Java. */
final class Reason {
    /** {@code error=13, Permission denied} of Java 17, {@code error: 13 (Permission denied)} of Java 25. */
    private static final Pattern OF_SYSTEM =
            Pattern.compile("error[=:] ?\\d+(?:, (?<words>.+)| \\((?<enclosed>.+)\\))$");

    private Reason() {}

    static String of(IOException failed) {
        if (failed instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (failed instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = failed instanceof FileSystemException told ? told.getReason() : failed.getMessage();
        if (message == null || message.isBlank()) {
            return "no reason was given";
        }
        if (message.startsWith("Too many levels of symbolic links")) {
            // The JDK adds words of its own to those of the system.
            return "a symbolic link leads back to itself";
        }
        Matcher system = OF_SYSTEM.matcher(message);
        return system.find()
                ? Optional.ofNullable(system.group("words")).orElseGet(() -> system.group("enclosed"))
                : message;
    }
}
