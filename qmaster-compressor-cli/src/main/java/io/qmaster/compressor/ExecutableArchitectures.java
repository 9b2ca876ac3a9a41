package io.qmaster.compressor;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processors that a Mac program was built for, by the first bytes of its file (Apple's Mach-O file format). */
final class ExecutableArchitectures {
    private static final int FAT = 0xCAFEBABE;
    private static final int THIN_32 = 0xCEFAEDFE;
    private static final int THIN_64 = 0xCFFAEDFE;
    private static final int THIN_32_BIG_ENDIAN = 0xFEEDFACE;
    private static final int THIN_64_BIG_ENDIAN = 0xFEEDFACF;

    /**
     * A Java class file begins like a program for several processors, but has its version, a larger number, as their
     * count.
     */
    private static final int MOST = 16;

    private static final int DESCRIPTION_BEHIND_TYPE = 16;

    private static final Map<Integer, String> NAMES =
            Map.of(7, "i386", 0x01000007, "x86_64", 12, "arm", 0x0100000C, "arm64", 18, "ppc", 0x01000012, "ppc64");

    private ExecutableArchitectures() {}

    /** Their names, such as {@code x86_64} and {@code arm64}; empty if it is not a Mac program. */
    static List<String> of(Path executable) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(executable))) {
            int magic = in.readInt();
            return switch (magic) {
                case FAT -> ofSeveral(in);
                case THIN_32, THIN_64 -> List.of(name(Integer.reverseBytes(in.readInt())));
                case THIN_32_BIG_ENDIAN, THIN_64_BIG_ENDIAN -> List.of(name(in.readInt()));
                default -> List.of();
            };
        } catch (EOFException tooShort) {
            return List.of();
        }
    }

    private static List<String> ofSeveral(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> names = new ArrayList<>();
        for (int at = 0; at < count && count <= MOST; at++) {
            names.add(name(in.readInt()));
            in.skipNBytes(DESCRIPTION_BEHIND_TYPE);
        }
        return names;
    }

    private static String name(int type) {
        return NAMES.getOrDefault(type, "processor type " + Integer.toUnsignedString(type));
    }
}
