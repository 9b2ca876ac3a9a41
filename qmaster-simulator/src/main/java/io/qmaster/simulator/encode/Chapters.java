package io.qmaster.simulator.encode;

import io.qmaster.domain.Timecode;
import io.qmaster.domain.standard.WholeFile;
import io.qmaster.simulator.encode.OutputPlan.Rate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The chapters of an output: those of its source, or those of a text file of Compressor, which has a line {@code
 * hh:mm:ss:ff Name} for each (Compressor User Guide).
 */
final class Chapters {
    /** More than any movie has. */
    static final int MOST = 10_000;

    private static final Pattern LINE = Pattern.compile("\\s*(\\d{1,2}:\\d{2}:\\d{2}[:;.]\\d{1,3})[\\s,]*(.*)");
    private static final int LARGEST = 1 << 20;
    private static final Rate USUAL_RATE = new Rate(25, 1);
    private static final double MILLIS = 1000;

    private Chapters() {}

    /**
     * A chapter, which ends where the next one begins.
     *
     * @param start seconds after the beginning of the source
     */
    record Chapter(double start, String title) {}

    /** The chapters of a text file, in their order. */
    static List<Chapter> of(Path file, Source source) throws CannotEncode {
        String text;
        try {
            text = new String(WholeFile.read(file, LARGEST), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new CannotEncode("the file of chapters cannot be read: " + file);
        }
        Timecodes codes = Timecodes.of(
                source.picture().flatMap(Source.Picture::rate).orElse(USUAL_RATE),
                source.timecode().orElse(""));
        Map<Long, Chapter> markers = new TreeMap<>();
        text.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            try {
                long frame = codes.frame(Timecode.parse(line.group(1).replace('.', ':')));
                markers.put(
                        frame, new Chapter(codes.seconds(frame), line.group(2).strip()));
            } catch (IllegalArgumentException notATime) {
                // Not a marker.
            }
        });
        return List.copyOf(markers.values());
    }

    /**
     * The chapters of an output, in ffmpeg's format; empty if it has none.
     *
     * @param all the chapters of the source, in their order
     * @param from the time of the source at which the output begins, in seconds
     * @param stretch the duration of the output divided by that of its part of the source
     * @param seconds the duration of the output, 0 if unknown
     */
    static Optional<String> metadata(List<Chapter> all, double from, double stretch, double seconds) {
        StringBuilder metadata = new StringBuilder();
        long last = Math.round(seconds * MILLIS);
        for (int at = 0; at < all.size(); at++) {
            long start = Math.max(0, Math.round((all.get(at).start() - from) * stretch * MILLIS));
            long end = at + 1 < all.size()
                    ? Math.round((all.get(at + 1).start() - from) * stretch * MILLIS)
                    : Math.max(last, start + 1);
            if (end > start && (last == 0 || start < last)) {
                metadata.append("[CHAPTER]\nTIMEBASE=1/1000\nSTART=")
                        .append(start)
                        .append("\nEND=")
                        .append(last == 0 ? end : Math.min(end, last))
                        .append("\ntitle=")
                        .append(escaped(all.get(at).title()))
                        .append('\n');
            }
        }
        return metadata.isEmpty() ? Optional.empty() : Optional.of(";FFMETADATA1\n" + metadata);
    }

    /** A line break would begin another key. */
    private static String escaped(String title) {
        return title.replaceAll("\\p{Cntrl}+", " ").replaceAll("([=;#\\\\])", "\\\\$1");
    }
}
