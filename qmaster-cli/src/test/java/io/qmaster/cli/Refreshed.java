package io.qmaster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts of the repository that the program itself writes, such as its help. {@code src/build/refresh-texts.sh} writes them again;
 * otherwise tests compare them.
 */
final class Refreshed {
    private static final boolean WRITES = Boolean.getBoolean("qmaster.refresh");

    private Refreshed() {}

    /** What is in the file, after it was written if it is to be. */
    static String text(Path file, String current) throws IOException {
        if (WRITES) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, current);
        }
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
