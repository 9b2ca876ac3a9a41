package io.qmaster.simulator.encode;

import io.qmaster.domain.port.MovieShape;
import io.qmaster.domain.standard.MovieAtoms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a source ends before it says that it does, which ffmpeg does not always report: it takes the duration of sound from the
 * size of the file.
 */
final class CutOff {
    private static final int HEAD = 8;
    /** Written by programs that do not know the size when they begin. */
    private static final long UNKNOWN = 0xFFFF_FFFFL;

    private CutOff() {}

    /** @throws CannotEncode if it is cut off */
    static void refuse(Path source) throws IOException, CannotEncode {
        if (Files.isRegularFile(source)
                && (MovieAtoms.shape(source) == MovieShape.CUT_OFF || announced(source) > Files.size(source) + 1)) {
            throw new CannotEncode("the source is cut off");
        }
    }

    /** The size that the head of a RIFF or AIFF file announces; 0 if it is something else. */
    private static long announced(Path source) throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            byte[] head = in.readNBytes(HEAD);
            if (head.length < HEAD) {
                return 0;
            }
            String kind = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
            if (!kind.equals("RIFF") && !kind.equals("FORM")) {
                return 0;
            }
            ByteOrder order = kind.equals("RIFF") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            long size = ByteBuffer.wrap(head).order(order).getInt(4) & UNKNOWN;
            return size == UNKNOWN ? 0 : size + HEAD;
        }
    }
}
