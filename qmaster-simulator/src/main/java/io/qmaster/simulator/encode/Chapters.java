package io.qmaster.simulator.encode;

import io.qmaster.domain.Timecode;
import io.qmaster.domain.standard.WholeFile;
import io.qmaster.simulator.encode.OutputPlan.Rate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads chapter markers from a text file of Compressor: a line {@code hh:mm:ss:ff Name} for each (Compressor User
 * Guide).
 */
final class Chapters {
    private static final Pattern LINE = Pattern.compile("\\s*(\\d{1,2}:\\d{2}:\\d{2}[:;.]\\d{1,3})[\\s,]*(.*)");
    private static final int LARGEST = 1 << 20;
    private static final Rate USUAL_RATE = new Rate(25, 1);

    private Chapters() {}

    /** The markers in ffmpeg's format; empty if the file has none. */
    static Optional<String> metadata(Path file, Source source) throws CannotEncode {
        String text;
        try {
            text = new String(WholeFile.read(file, LARGEST), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new CannotEncode("the file of chapters cannot be read: " + file);
        }
        Timecodes codes = Timecodes.of(
                source.picture().flatMap(Source.Picture::rate).orElse(USUAL_RATE),
                source.timecode().orElse(""));
        Map<Long, String> markers = new TreeMap<>();
        text.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            try {
                long frame = codes.frame(Timecode.parse(line.group(1).replace('.', ':')));
                markers.put(
                        Math.round(codes.seconds(frame) * 1000), line.group(2).strip());
            } catch (IllegalArgumentException notATime) {
                // Not a marker.
            }
        });
        return markers.isEmpty()
                ? Optional.empty()
                : Optional.of(written(markers, Math.round(source.seconds() * 1000)));
    }

    private static String written(Map<Long, String> markers, long end) {
        StringBuilder metadata = new StringBuilder(";FFMETADATA1\n");
        Long[] starts = markers.keySet().toArray(Long[]::new);
        for (int at = 0; at < starts.length; at++) {
            long until = at + 1 < starts.length ? starts[at + 1] : Math.max(end, starts[at] + 1);
            metadata.append("[CHAPTER]\nTIMEBASE=1/1000\nSTART=")
                    .append(starts[at])
                    .append("\nEND=")
                    .append(until)
                    .append("\ntitle=")
                    .append(escaped(String.valueOf(markers.get(starts[at]))))
                    .append('\n');
        }
        return metadata.toString();
    }

    private static String escaped(String title) {
        return title.replaceAll("([=;#\\\\])", "\\\\$1");
    }
}
