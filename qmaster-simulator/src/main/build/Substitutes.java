import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes empty shared libraries that replace desktop libraries which the ffmpeg of the distribution needs and a server
 * may lack. Those capture screens and sound cards, which an encoder never does, and are bound lazily. Each is in a
 * separate folder, so that none hides an installed library. The build runs this file with {@code java}; the same input
 * gives the same bytes.
 *
 * <p>The format is that of the System V ABI, 64 bits, little-endian; the machine is that of the ffmpeg.
 */
final class Substitutes {
    /** The libraries, and the symbol versions that ffmpeg requires. */
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "libxcb.so.1", List.of(),
            "libxcb-shm.so.0", List.of(),
            "libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4"),
            "libpulse.so.0", List.of("PULSE_0"));

    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int PAGE = 0x10000;

    private Substitutes() {}

    /**
     * Expects the folder of the ffmpeg as its argument. Does nothing where programs have another format, as on a Mac.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        byte[] head;
        try (var in = Files.newInputStream(folder.resolve("ffmpeg"))) {
            head = in.readNBytes(HEADER);
        }
        if (head[0] != 0x7f || head[1] != 'E') {
            return;
        }
        for (Map.Entry<String, List<String>> library : LIBRARIES.entrySet()) {
            Path place = Files.createDirectories(folder.resolve("substitutes").resolve(library.getKey()));
            Files.write(place.resolve(library.getKey()), library(head, library.getKey(), library.getValue()));
        }
    }

    private static byte[] library(byte[] head, String name, List<String> versions) {
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        texts.write(0);
        int nameAt = text(texts, name);
        int[] versionsAt = versions.stream().mapToInt(version -> text(texts, version)).toArray();

        int definitions = versions.isEmpty() ? 0 : versions.size() + 1;
        int symbols = HEADER + 3 * SEGMENT;
        int hash = symbols + 24;
        int indexes = hash + 16;
        int defined = indexes + 4;
        int strings = defined + definitions * 28;
        int dynamic = (strings + texts.size() + 7) / 8 * 8;
        int entries = definitions == 0 ? 7 : 10;
        ByteBuffer file = ByteBuffer.allocate(dynamic + entries * 16).order(ByteOrder.LITTLE_ENDIAN);

        file.put(Arrays.copyOf(head, 16)).putShort((short) 3).put(head, 18, 2).putInt(1);
        file.putLong(0).putLong(HEADER).putLong(0).putInt(0);
        file.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 3);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        segment(file, 1, 0, file.capacity(), PAGE);
        segment(file, 2, dynamic, entries * 16, 8);
        // Without this segment the stack would be executable.
        segment(file, 0x6474e551, 0, 0, 16);

        // One bucket, and the null symbol that every library has.
        file.position(hash).putInt(1).putInt(1).putInt(0).putInt(0);
        file.position(defined);
        for (int number = 0; number < definitions; number++) {
            String text = number == 0 ? name : versions.get(number - 1);
            file.putShort((short) 1).putShort((short) (number == 0 ? 1 : 0));
            file.putShort((short) (number + 1)).putShort((short) 1);
            file.putInt(elfHash(text)).putInt(20).putInt(number + 1 < definitions ? 28 : 0);
            file.putInt(number == 0 ? nameAt : versionsAt[number - 1]).putInt(0);
        }
        file.position(strings).put(texts.toByteArray());
        file.position(dynamic);
        file.putLong(14).putLong(nameAt).putLong(4).putLong(hash).putLong(5).putLong(strings);
        file.putLong(6).putLong(symbols).putLong(10).putLong(texts.size()).putLong(11).putLong(24);
        if (definitions > 0) {
            file.putLong(0x6ffffff0L).putLong(indexes).putLong(0x6ffffffcL).putLong(defined);
            file.putLong(0x6ffffffdL).putLong(definitions);
        }
        return file.array();
    }

    private static int text(ByteArrayOutputStream texts, String text) {
        int at = texts.size();
        texts.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        texts.write(0);
        return at;
    }

    /** Readable and writable: the loader writes addresses into it. */
    private static void segment(ByteBuffer file, int type, int offset, int size, int alignment) {
        file.putInt(type).putInt(6).putLong(offset).putLong(offset).putLong(offset);
        file.putLong(size).putLong(size).putLong(alignment);
    }

    private static int elfHash(String text) {
        int hash = 0;
        for (char letter : text.toCharArray()) {
            hash = (hash << 4) + letter;
            int high = hash & 0xf0000000;
            hash = (hash ^ high >>> 24) & ~high;
        }
        return hash;
    }
}
