package io.qmaster.simulator.encode;

import io.qmaster.domain.port.MovieShape;
import io.qmaster.domain.standard.MovieAtoms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Detects truncated sources, which ffmpeg does not always report: it computes the duration of sound from the size of
 * the file.
 */
final class CutOff {
    /** Written by programs that do not know the size in advance. */
    private static final long UNKNOWN = 0xFFFF_FFFFL;
    /** More than any file has before its sound. */
    private static final int MOST_CHUNKS = 1000;

    /**
     * A format whose files are a head and chunks, each with its name and size.
     *
     * @param mark how its files begin
     * @param head the bytes before the first chunk
     * @param name the bytes of the name of a chunk
     * @param size the bytes of the size of a chunk
     * @param order of the bytes of a size
     * @param padding to a multiple of how many bytes a chunk is filled
     * @param whole whether its size counts its name and size
     * @param sound how the name of the chunk with the sound begins
     */
    private record Format(
            String mark, int head, int name, int size, ByteOrder order, int padding, boolean whole, String sound) {}

    private static final List<Format> FORMATS = List.of(
            new Format("RIFF", 12, 4, 4, ByteOrder.LITTLE_ENDIAN, 2, false, "data"),
            new Format("RF64", 12, 4, 4, ByteOrder.LITTLE_ENDIAN, 2, false, "data"),
            new Format("BW64", 12, 4, 4, ByteOrder.LITTLE_ENDIAN, 2, false, "data"),
            new Format("FORM", 12, 4, 4, ByteOrder.BIG_ENDIAN, 2, false, "SSND"),
            new Format("caff", 8, 4, 8, ByteOrder.BIG_ENDIAN, 1, false, "data"),
            // Sony Wave64: names are GUIDs.
            new Format("riff", 40, 16, 8, ByteOrder.LITTLE_ENDIAN, 8, true, "data"));

    private CutOff() {}

    /** @throws CannotEncode if it is truncated */
    static void refuse(Path source) throws IOException, CannotEncode {
        if (!Files.isRegularFile(source)) {
            return;
        }
        if (MovieAtoms.shape(source) == MovieShape.CUT_OFF || announced(source) > Files.size(source) + 1) {
            throw new CannotEncode("the source is cut off");
        }
    }

    /** Where a file of chunks ends at least, by its own sizes; 0 if it is something else or does not know. */
    private static long announced(Path source) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(source)) {
            String mark = text(read(file, 0, 4, ByteOrder.BIG_ENDIAN));
            Optional<Format> format =
                    FORMATS.stream().filter(each -> each.mark().equals(mark)).findFirst();
            return format.isPresent() ? announced(file, format.get()) : 0;
        }
    }

    private static long announced(SeekableByteChannel file, Format format) throws IOException {
        long end = 0;
        if (format.mark().equals("RIFF") || format.mark().equals("FORM")) {
            long size = read(file, 4, 4, format.order()).getInt() & UNKNOWN;
            end = size == UNKNOWN ? 0 : size + 8;
        }
        int head = format.name() + format.size();
        long at = format.head();
        long large = 0;
        for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            ByteBuffer bytes = read(file, at, head, format.order());
            if (bytes.remaining() < head) {
                return end;
            }
            String name = text(bytes.slice(0, 4));
            long size = format.size() == 4 ? bytes.getInt(format.name()) & UNKNOWN : bytes.getLong(format.name());
            if (name.equals("ds64")) {
                // The sizes of RF64 that have more than 32 bits: of the file, of its sound.
                ByteBuffer sizes = read(file, at + head, 16, format.order());
                large = sizes.remaining() < 16 ? 0 : Math.max(0, sizes.getLong(8));
            }
            boolean unknown = size < 0 || (format.size() == 4 && size == UNKNOWN);
            if (name.equals(format.sound())) {
                long known = unknown ? large : size;
                return known == 0 ? end : Math.max(end, format.whole() ? at + known : at + head + known);
            }
            if (unknown || size > file.size() || (format.whole() && size < head)) {
                return end;
            }
            long next = at + (format.whole() ? size : head + size);
            at = (next + format.padding() - 1) / format.padding() * format.padding();
        }
        return end;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    /** Fewer bytes at the end of the file. */
    private static ByteBuffer read(SeekableByteChannel file, long at, int bytes, ByteOrder order) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(bytes).order(order);
        file.position(at);
        while (read.hasRemaining() && file.read(read) >= 0) {
            // Continue.
        }
        return read.flip();
    }
}
