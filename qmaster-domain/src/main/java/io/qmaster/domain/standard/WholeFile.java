package io.qmaster.domain.standard;

import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads small files and streams as a whole, within bounds: a file must be a regular file, since a pipe or a device may never
 * end, and its volume must answer. Thread-safe.
 */
public final class WholeFile {
    private static final LocalFiles FILES = new LocalFiles();
    private static final int MEBIBYTE = 1024 * 1024;

    private WholeFile() {}

    /**
     * Reads a file.
     *
     * @param atMost how many bytes it may have
     * @throws IOException if it is missing, not a regular file, larger, or cannot be read
     * @throws VolumeNotAnsweringException if its volume does not answer within {@link LocalFiles#PATIENCE}
     */
    public static byte[] read(Path file, int atMost) throws IOException {
        return FILES.guarded(file, () -> {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException(
                        Files.isDirectory(file)
                                ? "it is a directory, not a file"
                                : "it is a device or pipe, not a regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return read(in, atMost);
            }
        });
    }

    /**
     * Reads a stream to its end, such as standard input.
     *
     * @param atMost how many bytes it may have
     * @throws IOException if it has more, or cannot be read
     */
    public static byte[] read(InputStream in, int atMost) throws IOException {
        byte[] content = in.readNBytes(atMost + 1);
        if (content.length > atMost) {
            throw new IOException(
                    "it is larger than " + (atMost >= MEBIBYTE ? atMost / MEBIBYTE + " MiB" : atMost + " bytes"));
        }
        return content;
    }
}
