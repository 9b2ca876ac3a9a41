package io.qmaster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts in the repository that the program generates, such as its help. {@code src/build/refresh-texts.sh} updates
 * them; otherwise tests compare them.
 */
final class Refreshed {
    private static final boolean WRITES = Boolean.getBoolean("qmaster.refresh");

    private Refreshed() {}

    /** The content of the file, which is updated first if requested. */
    static String text(Path file, String current) throws IOException {
        if (WRITES) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, current);
        }
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
