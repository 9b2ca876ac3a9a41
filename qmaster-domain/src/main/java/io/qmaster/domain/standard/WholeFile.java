package io.qmaster.domain.standard;

import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads small files and streams as a whole, within bounds: a file must be a regular file, since a pipe or a device may never
 * end, and its volume must answer. Thread-safe.
 */
public final class WholeFile {
    private static final LocalFiles FILES = new LocalFiles();
    private static final int KIBIBYTE = 1024;
    private static final int MEBIBYTE = 1024 * 1024;

    private WholeFile() {}

    /**
     * Reads a file.
     *
     * @param atMost how many bytes it may have
     * @throws IOException if it is missing, neither a regular file nor standard input or what a shell puts in its place, larger,
     *     or cannot be read
     * @throws VolumeNotAnsweringException if its volume does not answer within {@link LocalFiles#PATIENCE}
     */
    public static byte[] read(Path file, int atMost) throws IOException {
        if (isOpened(file)) {
            // Whoever writes it may take longer than a volume.
            return content(file, atMost);
        }
        return FILES.guarded(file, () -> {
            if (Files.isDirectory(file)) {
                throw new IOException("it is a directory, not a file");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new IOException(
                        file.toAbsolutePath().startsWith("/dev")
                                ? "it is a device, not a regular file"
                                : "it is a named pipe or a socket, not a regular file");
            }
            return content(file, atMost);
        });
    }

    /**
     * Reads a text.
     *
     * @throws IOException as {@link #read(Path, int)}, and if it is not text in UTF-8
     * @throws VolumeNotAnsweringException as {@link #read(Path, int)}
     */
    public static String text(Path file, int atMost) throws IOException {
        return text(read(file, atMost));
    }

    /**
     * Decodes what was read.
     *
     * @throws IOException if it is not text in UTF-8
     */
    public static String text(byte[] content) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new IOException("it is not text in UTF-8", notText);
        }
    }

    /** Standard input, or the output of a command that a shell has opened for us. */
    private static boolean isOpened(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.equals(Path.of("/dev/stdin"))
                || absolute.startsWith("/dev/fd")
                || absolute.startsWith("/proc/self/fd");
    }

    private static byte[] content(Path file, int atMost) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, atMost);
        }
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
            throw new IOException("it is larger than "
                    + (atMost >= MEBIBYTE ? atMost / MEBIBYTE + " MiB" : atMost / KIBIBYTE + " KiB"));
        }
        return content;
    }
}
