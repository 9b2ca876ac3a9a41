package io.qmaster.cli;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The outermost atoms of a QuickTime or MPEG-4 movie, which stand one behind the other until the file ends (Apple, QuickTime
 * File Format; ISO/IEC 14496-12). Only their heads are read, however large the movie is.
 *
 * <p>A movie that was cut off is told by its last atom, which says that it reaches further than the file does. {@code ffprobe}
 * does not see it where the index stands in front: 5.1.9 reads codec, size and the whole duration from there.
 */
final class MovieAtoms {
    private static final Set<String> FIRST = Set.of("ftyp", "moov", "mdat", "wide", "free", "skip", "pnot");
    private static final int HEAD = 8;
    /** Both numbers are those of the formats: until the end of the file, and a size of 64 bits behind the type. */
    private static final int TO_THE_END = 0;

    private static final int LARGE = 1;

    private MovieAtoms() {}

    /** The head of an atom. */
    private record Head(String type, long size) {}

    /**
     * Looks whether the file reaches as far as its atoms say. What does not begin like such a movie is not judged.
     *
     * @throws IOException if it does not, or cannot be read
     */
    static void checkWhole(Path file) throws IOException {
        try (SeekableByteChannel movie = Files.newByteChannel(file)) {
            long length = movie.size();
            long at = 0;
            while (at + HEAD <= length) {
                Head head = head(movie, at);
                if (at == 0 && !FIRST.contains(head.type())) {
                    return;
                }
                if (head.size() == TO_THE_END) {
                    return;
                }
                if (head.size() < HEAD) {
                    // Some programs end a movie with zeroes or scraps; that says nothing of what stands before them.
                    return;
                }
                if (head.size() > length - at) {
                    throw new IOException("it is cut off: it has " + length + " bytes, and its \"" + head.type()
                            + "\" at " + at + " alone has " + head.size());
                }
                at += head.size();
            }
        }
    }

    private static Head head(SeekableByteChannel movie, long at) throws IOException {
        ByteBuffer head = read(movie, at, HEAD);
        long size = Integer.toUnsignedLong(head.getInt());
        byte[] type = new byte[Integer.BYTES];
        head.get(type);
        String word = new String(type, StandardCharsets.ISO_8859_1);
        return size == LARGE && movie.size() - at >= HEAD + Long.BYTES
                ? new Head(word, read(movie, at + HEAD, Long.BYTES).getLong())
                : new Head(word, size);
    }

    private static ByteBuffer read(SeekableByteChannel movie, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        movie.position(at);
        while (buffer.hasRemaining()) {
            if (movie.read(buffer) < 0) {
                throw new EOFException("it became shorter while it was read");
            }
        }
        return buffer.flip();
    }
}
