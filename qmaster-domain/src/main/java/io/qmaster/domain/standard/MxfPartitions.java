package io.qmaster.domain.standard;

import io.qmaster.domain.port.MovieShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads the partitions of an MXF file (SMPTE ST 377-1). The header of a finished file has the position of the footer;
 * only these two are read, in a file of any size. Thread-safe.
 *
 * <p>A truncated file ends before or within its footer; {@code ffprobe} still reads codec, size and duration from its
 * header.
 */
final class MxfPartitions {
    /** The key of a partition pack, without the last three bytes: its kind, its status, and a reserved one. */
    private static final String PACK = "\u0006\u000e+4\u0002\u0005\u0001\u0001\r\u0001\u0002\u0001\u0001";

    private static final int LONGEST_RUN_IN = 64 << 10;
    private static final int KEY = 16;
    private static final int LONGEST_LENGTH = 9;
    private static final int FOOTER = 4;
    /** The offset of the footer's position within the value of a partition pack. */
    private static final int FOOTER_OFFSET = 24;

    private static final int MOST_ITEMS = 100_000;

    private MxfPartitions() {}

    /** A key with its value. */
    private record Item(long valueAt, long end) {}

    /**
     * Whether the partitions show that a file is complete. The result is unknown if the header names no footer, which
     * may not be written yet or not exist, and for a file that is not MXF.
     */
    static MovieShape shape(Path file) throws IOException {
        try (SeekableByteChannel mxf = Files.newByteChannel(file)) {
            long length = mxf.size();
            String head = text(read(mxf, 0, (int) Math.min(length, LONGEST_RUN_IN + KEY)));
            int start = head.indexOf(PACK);
            if (start < 0 || length - start < KEY + LONGEST_LENGTH) {
                return MovieShape.UNKNOWN;
            }
            Item header = item(mxf, start);
            if (header.valueAt() + FOOTER_OFFSET + Long.BYTES > length) {
                return MovieShape.CUT_OFF;
            }
            long footer =
                    read(mxf, header.valueAt() + FOOTER_OFFSET, Long.BYTES).getLong();
            if (footer <= 0 || footer > Long.MAX_VALUE - LONGEST_RUN_IN) {
                return MovieShape.UNKNOWN;
            }
            return end(mxf, start + footer, length);
        }
    }

    /** Metadata and indexes follow the footer to the end of the file, each a key with a value. */
    private static MovieShape end(SeekableByteChannel mxf, long footer, long length) throws IOException {
        if (footer + KEY > length) {
            return MovieShape.CUT_OFF;
        }
        String key = text(read(mxf, footer, KEY));
        if (!key.startsWith(PACK) || key.charAt(PACK.length()) != FOOTER) {
            return MovieShape.UNKNOWN;
        }
        long at = footer;
        for (int items = 0; items < MOST_ITEMS && at < length; items++) {
            if (length - at <= KEY) {
                return MovieShape.CUT_OFF;
            }
            Item item = item(mxf, at);
            if (item.end() > length) {
                return MovieShape.CUT_OFF;
            }
            at = item.end();
        }
        return at == length ? MovieShape.WHOLE : MovieShape.UNKNOWN;
    }

    /** A length is one byte, or a count of bytes and then those bytes (BER, ISO/IEC 8825-1). */
    private static Item item(SeekableByteChannel mxf, long at) throws IOException {
        ByteBuffer bytes = read(mxf, at + KEY, (int) Math.min(LONGEST_LENGTH, mxf.size() - at - KEY));
        int first = Byte.toUnsignedInt(bytes.get());
        int more = first <= Byte.MAX_VALUE ? 0 : first & Byte.MAX_VALUE;
        if (more >= LONGEST_LENGTH || more > bytes.remaining()) {
            return new Item(at + KEY + 1, Long.MAX_VALUE);
        }
        long value = more == 0 && first <= Byte.MAX_VALUE ? first : 0;
        for (int i = 0; i < more; i++) {
            value = value << Byte.SIZE | Byte.toUnsignedInt(bytes.get());
        }
        long valueAt = at + KEY + 1 + more;
        return new Item(valueAt, value < 0 || value > Long.MAX_VALUE - valueAt ? Long.MAX_VALUE : valueAt + value);
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    private static ByteBuffer read(SeekableByteChannel mxf, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        mxf.position(at);
        while (buffer.hasRemaining() && mxf.read(buffer) >= 0) {
            // Reads until the buffer is full or the file ends.
        }
        if (buffer.hasRemaining()) {
            throw new IOException("it became shorter while it was read");
        }
        return buffer.flip();
    }
}
