package io.qmaster.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Creates sources and settings for tests. */
final class Clips {
    static final int SHORT = 29_144;

    private Clips() {}

    static Path source(Path folder, String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        for (int at = 0; at < bytes; at++) {
            content[at] = (byte) (at * 31 + name.length());
        }
        return Files.write(Files.createDirectories(folder).resolve(name), content);
    }

    static Path movieSetting(Path folder) throws IOException {
        return setting(folder, "movie", "QT", "mov");
    }

    static Path sequenceSetting(Path folder) throws IOException {
        return setting(folder, "frames", "TIFF", "tiff");
    }

    private static Path setting(Path folder, String name, String encoder, String extension) throws IOException {
        Path file = Files.createDirectories(folder).resolve(name + ".compressorsetting");
        if (!Files.exists(file)) {
            // Several threads of a test may request it: none must read an incomplete file.
            Path draft = Files.createTempFile(folder, name, ".draft");
            Files.writeString(
                    draft,
                    "<setting name=\"%s\"><encoder name=\"%s\"><file-extension>%s</file-extension></encoder></setting>"
                            .formatted(name, encoder, extension));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return file;
    }
}
