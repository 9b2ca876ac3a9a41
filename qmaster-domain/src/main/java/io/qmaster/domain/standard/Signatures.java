package io.qmaster.domain.standard;

import io.qmaster.domain.FileNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The first bytes of the file formats that an engine writes, by extension. Files with other extensions are not checked.
 * Thread-safe.
 *
 * <p>Sources: Apple, QuickTime File Format; SMPTE ST 377-1 (MXF, which may start after a run-in of up to 64 KiB);
 * ISO/IEC 13818-1 and -2 (MPEG-2); EBU Tech 3285 and 3306 (WAVE, RF64); Apple, Audio Interchange File Format and Core
 * Audio Format; ISO/IEC 11172-3 and 13818-7 (MP3, AAC); ATSC A/52 (AC-3); TIFF 6.0; ISO/IEC 15948 (PNG); ITU-T T.81
 * (JPEG); SMPTE ST 268-1 (DPX); OpenEXR File Layout.
 */
final class Signatures {
    /** The longest run-in of MXF, and the key after it. */
    private static final int HEAD = (64 << 10) + 16;

    private static final int TYPE_OF_ATOM = 4;
    private static final int HEAD_OF_ATOM = 8;
    private static final int LARGEST_LIKELY = 1 << 24;
    private static final int TYPE_OF_CHUNK = 8;
    private static final int SHOWN = 16;
    private static final int FIRST_PRINTABLE = 0x20;

    private static final Predicate<byte[]> MPEG = Signatures::isStartCode;
    private static final Predicate<byte[]> TRANSPORT = starts("47").or(head -> has(head, TYPE_OF_ATOM, "47"));
    private static final Predicate<byte[]> MPEG_AUDIO = startsText("ID3").or(Signatures::isSyncWord);

    private static final Map<List<String>, Predicate<byte[]>> KINDS = Map.ofEntries(
            Map.entry(List.of("mov", "qt", "mp4", "m4v", "m4a", "3gp", "3g2"), Signatures::isAtom),
            Map.entry(List.of("mxf"), Signatures::holdsPartitionPack),
            Map.entry(List.of("mpg", "mpeg", "vob"), MPEG.or(TRANSPORT)),
            Map.entry(List.of("m2v", "264", "h264", "avc", "265", "h265", "hevc"), MPEG),
            Map.entry(List.of("ts", "m2t", "m2ts", "mts"), TRANSPORT),
            Map.entry(List.of("avi"), startsText("RIFF").and(chunk("AVI "))),
            Map.entry(
                    List.of("wav"),
                    startsText("RIFF")
                            .or(startsText("RIFX"))
                            .or(startsText("RF64"))
                            .or(startsText("BW64"))
                            .and(chunk("WAVE"))),
            Map.entry(
                    List.of("aif", "aiff", "aifc"),
                    startsText("FORM").and(chunk("AIFF").or(chunk("AIFC")))),
            Map.entry(List.of("caf"), startsText("caff")),
            Map.entry(List.of("mp3", "mp2"), MPEG_AUDIO),
            Map.entry(List.of("aac"), MPEG_AUDIO.or(startsText("ADIF"))),
            Map.entry(List.of("ac3", "ec3"), starts("0b77").or(starts("770b"))),
            Map.entry(List.of("flac"), startsText("fLaC").or(startsText("ID3"))),
            Map.entry(
                    List.of("tif", "tiff"),
                    starts("49492a00")
                            .or(starts("4d4d002a"))
                            .or(starts("49492b00"))
                            .or(starts("4d4d002b"))),
            Map.entry(List.of("png"), starts("89504e470d0a1a0a")),
            Map.entry(List.of("jpg", "jpeg"), starts("ffd8ff")),
            Map.entry(List.of("gif"), startsText("GIF8")),
            Map.entry(List.of("dpx"), startsText("SDPX").or(startsText("XPDS"))),
            Map.entry(List.of("exr"), starts("762f3101")));

    private Signatures() {}

    /**
     * Describes the first bytes of a file if they do not match its extension; empty if they match, or the extension is
     * unknown.
     *
     * @param source its source: a file with the first bytes and the size of its source is a copy, and is not checked
     */
    static Optional<String> mismatch(Path file, Path source) throws IOException {
        String extension = FileNames.extension(file).toLowerCase(Locale.ROOT);
        Optional<Predicate<byte[]>> expected = KINDS.entrySet().stream()
                .filter(kind -> kind.getKey().contains(extension))
                .map(Map.Entry::getValue)
                .findFirst();
        if (expected.isEmpty()) {
            return Optional.empty();
        }
        byte[] head = head(file);
        return expected.get().test(head) || isCopy(file, head, source)
                ? Optional.empty()
                : Optional.of("its first bytes are not those of a ." + extension + " file, but " + words(head));
    }

    private static boolean isCopy(Path file, byte[] head, Path source) throws IOException {
        return Files.isRegularFile(source)
                && Files.size(source) == Files.size(file)
                && Arrays.equals(head, head(source));
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        }
    }

    /** Describes the first bytes: text, those of another format, or unknown ones. */
    private static String words(byte[] head) {
        String shown = text(head, 0, SHOWN);
        if (shown.chars().allMatch(c -> c == '\n' || c == '\r' || c == '\t' || (c >= FIRST_PRINTABLE && c < 0x7f))) {
            return "the text \"" + shown.strip().replaceAll("\\s+", " ") + "\"";
        }
        String bytes = HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(SHOWN, head.length));
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().test(head))
                .map(kind -> "those of a ." + kind.getKey().get(0) + " file")
                .min(String::compareTo)
                .orElse(bytes);
    }

    /** Whether it starts with a known atom, or one of another type with a plausible size, which no text has. */
    private static boolean isAtom(byte[] head) {
        if (head.length < HEAD_OF_ATOM) {
            return false;
        }
        String type = text(head, TYPE_OF_ATOM, HEAD_OF_ATOM);
        int size = ByteBuffer.wrap(head).getInt();
        boolean isLetters = type.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
        return MovieAtoms.isFirst(type) || (isLetters && size >= HEAD_OF_ATOM && size < LARGEST_LIKELY);
    }

    /** Two or more zeroes, and a one: streams may be padded with leading zeroes (ISO/IEC 13818-2). */
    private static boolean isStartCode(byte[] head) {
        int zeroes = 0;
        while (zeroes < head.length && head[zeroes] == 0) {
            zeroes++;
        }
        return zeroes >= 2 && zeroes < head.length && head[zeroes] == 1;
    }

    private static boolean holdsPartitionPack(byte[] head) {
        return text(head, 0, head.length).contains("\u0006\u000e+4\u0002\u0005\u0001\u0001");
    }

    /** Eleven set bits start a frame of MPEG audio or AAC. */
    private static boolean isSyncWord(byte[] head) {
        return head.length >= 2 && head[0] == (byte) 0xff && (head[1] & 0xe0) == 0xe0;
    }

    private static Predicate<byte[]> starts(String hex) {
        return head -> has(head, 0, hex);
    }

    private static Predicate<byte[]> startsText(String letters) {
        return head -> text(head, 0, letters.length()).equals(letters);
    }

    private static Predicate<byte[]> chunk(String letters) {
        return head ->
                text(head, TYPE_OF_CHUNK, TYPE_OF_CHUNK + letters.length()).equals(letters);
    }

    private static boolean has(byte[] head, int at, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return head.length >= at + bytes.length && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
    }

    private static String text(byte[] head, int from, int to) {
        int end = Math.min(to, head.length);
        return from >= end ? "" : new String(head, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
