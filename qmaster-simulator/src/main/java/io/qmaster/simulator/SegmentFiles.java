package io.qmaster.simulator;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.qmaster.domain.FileNames;
import io.qmaster.simulator.model.OutputEffect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * Files beside the output of a job that is encoded in segments, such as {@code clip.mov.sb-1f4c2d07}. They exist from
 * the start of the job until its end or until it is cancelled (field report on Compressor 5, 2026). The content of the
 * real ones is not known; these contain a line of text.
 */
final class SegmentFiles {
    private static final Set<OpenOption> WRITING = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE, NOFOLLOW_LINKS);

    private SegmentFiles() {}

    /** Writes one for each segment, if there are several. Ignores write errors: no output depends on these files. */
    static void begin(OutputEffect effect) {
        List<Path> files = of(effect);
        for (int segment = 1; segment <= files.size(); segment++) {
            String line = "segment " + segment + " of " + files.size() + "\n";
            try {
                Files.write(
                        files.get(segment - 1),
                        line.getBytes(StandardCharsets.UTF_8),
                        WRITING.toArray(OpenOption[]::new));
            } catch (IOException unwritable) {
                // For example, the name is too long.
            }
        }
    }

    /** Deletes them, but nothing else with one of their names, such as a folder. */
    static void remove(OutputEffect effect) {
        for (Path file : of(effect)) {
            try {
                if (Files.isRegularFile(file, NOFOLLOW_LINKS)) {
                    Files.delete(file);
                }
            } catch (IOException stays) {
                // It remains, as after a crash of the real engine.
            }
        }
    }

    private static List<Path> of(OutputEffect effect) {
        Path output = effect.job().output();
        return effect.segments() < 2
                ? List.of()
                : IntStream.range(0, effect.segments())
                        .mapToObj(segment ->
                                output.resolveSibling(FileNames.of(output) + ".sb-" + hash(output + "#" + segment)))
                        .toList();
    }

    private static String hash(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        String digits = Long.toHexString(checksum.getValue());
        return "0".repeat(Integer.BYTES * 2 - digits.length()) + digits;
    }
}
