package io.qmaster.simulator.encode;

import io.qmaster.domain.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the frames of an image sequence as a source. */
final class Frames {
    private static final Set<String> KINDS =
            Set.of("tif", "tiff", "png", "jpg", "jpeg", "dpx", "exr", "gif", "psd", "bmp", "tga");

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Frames() {}

    /** @throws CannotEncode if there are none */
    static List<Path> in(Path folder) throws IOException, CannotEncode {
        List<Path> frames;
        try (Stream<Path> files = Files.list(folder)) {
            frames = files.filter(file -> !FileNames.of(file).startsWith("."))
                    .filter(file -> KINDS.contains(extension(file)))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Frames::inOrder))
                    .toList();
        }
        if (frames.isEmpty()) {
            throw new CannotEncode("the source has no frames");
        }
        String kind = extension(frames.get(0));
        return frames.stream().filter(frame -> extension(frame).equals(kind)).toList();
    }

    /** Its name with numbers of equal width, so that frame 10 follows frame 9. */
    private static String inOrder(Path frame) {
        return NUMBER.matcher(FileNames.of(frame)).replaceAll(found -> {
            String digits = found.group().replaceFirst("^0+(?=.)", "");
            return "%03d".formatted(digits.length()) + digits;
        });
    }

    static String extension(Path frame) {
        return FileNames.extension(frame).toLowerCase(Locale.ROOT);
    }
}
