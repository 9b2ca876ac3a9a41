package io.qmaster.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Reads files of a state directory with size limits. Opens only regular files: a pipe or a device may never end. The
 * directory is on a local disk, so that no deadline is needed.
 */
final class StateFile {
    private static final int MEBIBYTE = 1 << 20;
    private static final int PIECE = 1 << 16;

    /** At the highest speed, the model's time reaches the year 1,000,000 after a year. */
    private static final Instant LATEST = Instant.parse("+1000000-01-01T00:00:00Z");

    private StateFile() {}

    /**
     * Reads a whole file.
     *
     * @param atMost the maximum number of bytes
     * @throws NoSuchFileException if there is none
     * @throws IOException if it is not a regular file, is larger, or cannot be read
     */
    static byte[] read(Path file, int atMost) throws IOException {
        requireRegular(file);
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            if (size > atMost) {
                throw new IOException(file + " is larger than " + atMost / MEBIBYTE + " MiB");
            }
            // One array, filled in pieces: the file may be large, and the program that reads it lives for a moment.
            byte[] content = new byte[(int) size];
            int length = 0;
            for (int read = 0; read >= 0 && length < content.length; length += Math.max(read, 0)) {
                read = in.read(content, length, Math.min(PIECE, content.length - length));
            }
            return length == content.length ? content : Arrays.copyOf(content, length);
        }
    }

    /**
     * Reads a text.
     *
     * @throws IOException as {@link #read}, and if it is not text in UTF-8
     */
    static String text(Path file, int atMost) throws IOException {
        byte[] content = read(file, atMost);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new IOException(file + " is not text in UTF-8", notText);
        }
    }

    /**
     * Parses a moment in the supported range.
     *
     * @throws DateTimeException if it is not a moment, or out of range
     */
    static Instant moment(String text) {
        Instant moment = Instant.parse(text);
        if (moment.isBefore(Instant.EPOCH) || moment.isAfter(LATEST)) {
            throw new DateTimeException("the time is out of range: " + text);
        }
        return moment;
    }

    /**
     * Makes sure that opening a file does not block.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if it is not a regular file
     */
    static void requireRegular(Path file) throws IOException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new IOException(file + " is not a regular file");
        }
    }
}
