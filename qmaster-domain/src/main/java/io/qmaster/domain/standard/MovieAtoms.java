package io.qmaster.domain.standard;

import io.qmaster.domain.port.MovieShape;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the top-level atoms of a QuickTime or MPEG-4 movie, which form a sequence to the end of the file (Apple,
 * QuickTime File Format; ISO/IEC 14496-12). Reads only their headers, in a movie of any size.
 *
 * <p>The last atom of a truncated movie extends beyond the end of the file. {@code ffprobe} 5.1.9 does not detect that
 * if the index comes first, from which it reads codec, size and the full duration. For authors of backends.
 * Thread-safe.
 */
public final class MovieAtoms {
    private static final Set<String> FIRST =
            Set.of("ftyp", "styp", "moov", "moof", "mdat", "wide", "free", "skip", "pnot", "uuid");
    /** Longer than any movie: a header with more is damaged. */
    private static final long MOST_SECONDS = 1_000_000_000;

    private static final int HEAD = 8;
    /** Special sizes of the formats: up to the end of the file, and a size of 64 bits after the type. */
    private static final int TO_THE_END = 0;

    private static final int LARGE = 1;
    /** A movie has a handful of atoms; a fragmented one has two for every few seconds. */
    private static final int MOST = 100_000;

    private MovieAtoms() {}

    /** Whether a movie can start with an atom of this type. */
    static boolean isFirst(String type) {
        return FIRST.contains(type);
    }

    private record Head(String type, long size) {}

    /**
     * The result of a walk over the atoms.
     *
     * @param ends whether the last atom ends at the end of the file
     * @param cutOff a description, if the file ends before its last atom does
     */
    private record Walk(Set<String> types, boolean ends, Optional<String> cutOff) {}

    /**
     * Whether the atoms show that a file is complete. A fragmented movie can end after any fragment, and one whose last
     * atom has no size anywhere: for those the result is unknown.
     *
     * @throws IOException if the file cannot be read
     */
    public static MovieShape shape(Path file) throws IOException {
        Walk walk = walk(file);
        Set<String> types = walk.types();
        boolean hasIndex = types.contains("moov");
        if (walk.cutOff().isPresent()) {
            return MovieShape.CUT_OFF;
        }
        if (types.contains("moof") || types.contains("meta")) {
            return MovieShape.UNKNOWN;
        }
        if (!hasIndex && (types.contains("mdat") || (walk.ends() && !types.isEmpty()))) {
            return MovieShape.CUT_OFF;
        }
        return walk.ends() && hasIndex && types.contains("mdat") ? MovieShape.WHOLE : MovieShape.UNKNOWN;
    }

    /**
     * Checks that a file is as long as its atoms say. Does not check a file that does not start like such a movie.
     *
     * @throws IOException if it is shorter, or cannot be read
     */
    public static void checkWhole(Path file) throws IOException {
        Optional<String> cutOff = walk(file).cutOff();
        if (cutOff.isPresent()) {
            throw new IOException(cutOff.get());
        }
    }

    /**
     * Whether a file is such a movie, or a playable fragment of one, and is not truncated.
     *
     * @throws IOException if the file cannot be read
     */
    public static boolean isMovie(Path file) throws IOException {
        Set<String> types = walk(file).types();
        return shape(file) != MovieShape.CUT_OFF
                && (types.containsAll(Set.of("moov", "mdat")) || types.contains("moof") || types.contains("meta"));
    }

    /**
     * The duration in the header of a movie; empty if there is none.
     *
     * @throws IOException if the file cannot be read
     */
    public static Optional<Duration> duration(Path file) throws IOException {
        try (SeekableByteChannel movie = Files.newByteChannel(file)) {
            Optional<Long> index = find("moov", movie, 0, movie.size());
            Optional<Long> header = index.isEmpty()
                    ? index
                    : find(
                            "mvhd",
                            movie,
                            index.get() + HEAD,
                            index.get() + head(movie, index.get()).size());
            return header.isEmpty() ? Optional.empty() : duration(movie, header.get() + HEAD);
        } catch (EOFException cutOff) {
            return Optional.empty();
        }
    }

    /** Version 1 of the header has times of 64 bits. */
    private static Optional<Duration> duration(SeekableByteChannel movie, long header) throws IOException {
        boolean large = read(movie, header, 1).get() == 1;
        ByteBuffer numbers = read(movie, header + (large ? 20 : 12), Integer.BYTES + Long.BYTES);
        long scale = Integer.toUnsignedLong(numbers.getInt());
        long units = large ? numbers.getLong() : Integer.toUnsignedLong(numbers.getInt());
        boolean unknown = scale == 0 || units <= 0 || units == (large ? Long.MAX_VALUE : 0xFFFF_FFFFL);
        return unknown || units / scale > MOST_SECONDS
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(units / scale).plusMillis(units % scale * 1000 / scale));
    }

    /** The position of the first atom of a type in a range. */
    private static Optional<Long> find(String type, SeekableByteChannel movie, long from, long to) throws IOException {
        long at = from;
        for (int atoms = 0; atoms < MOST && at + HEAD <= to; atoms++) {
            Head head = head(movie, at);
            if (head.type().equals(type)) {
                return Optional.of(at);
            }
            if (head.size() < HEAD || head.size() > to - at) {
                break;
            }
            at += head.size();
        }
        return Optional.empty();
    }

    private static Walk walk(Path file) throws IOException {
        Set<String> types = new HashSet<>();
        try (SeekableByteChannel movie = Files.newByteChannel(file)) {
            long length = movie.size();
            long at = 0;
            int atoms = 0;
            while (at + HEAD <= length) {
                Head head = head(movie, at);
                if (++atoms > MOST || (at == 0 && !FIRST.contains(head.type()))) {
                    return new Walk(types, false, Optional.empty());
                }
                if (head.size() != TO_THE_END && head.size() < HEAD) {
                    // Some programs append zeroes or garbage, which says nothing about the atoms before.
                    return new Walk(types, false, Optional.empty());
                }
                if (head.size() != TO_THE_END && head.size() > length - at) {
                    return new Walk(
                            types,
                            false,
                            Optional.of("it is cut off: it has " + length + " bytes, and its \"" + head.type()
                                    + "\" at " + at + " alone has " + head.size()));
                }
                // Trailing zeroes look like atoms without size and type.
                if (!head.type().isBlank() && head.type().charAt(0) != 0) {
                    types.add(head.type());
                }
                if (head.size() == TO_THE_END) {
                    return new Walk(types, false, Optional.empty());
                }
                at += head.size();
            }
            return new Walk(types, at == length, Optional.empty());
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
