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

/**
 * Reads files of a state directory within bounds. Nothing but a regular file is opened: a pipe or a device may never end. The
 * directory is on a local disk, whose answer needs no deadline.
 */
final class StateFile {
    private static final int MEBIBYTE = 1 << 20;

    /** At the highest speed, the model's time is in the year 1,000,000 a year after its beginning. */
    private static final Instant LATEST = Instant.parse("+1000000-01-01T00:00:00Z");

    private StateFile() {}

    /**
     * Reads a file as a whole.
     *
     * @param atMost how many bytes it may have
     * @throws NoSuchFileException if there is none
     * @throws IOException if it is not a regular file, is larger, or cannot be read
     */
    static byte[] read(Path file, int atMost) throws IOException {
        requireRegular(file);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(atMost + 1);
            if (content.length > atMost) {
                throw new IOException(file + " is larger than " + atMost / MEBIBYTE + " MiB");
            }
            return content;
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
     * Reads a moment with which others can be calculated.
     *
     * @throws DateTimeException if it is none
     */
    static Instant moment(String text) {
        Instant moment = Instant.parse(text);
        if (moment.isBefore(Instant.EPOCH) || moment.isAfter(LATEST)) {
            throw new DateTimeException("no time of a simulator: " + text);
        }
        return moment;
    }

    /**
     * Makes sure that a file can be opened without waiting.
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
