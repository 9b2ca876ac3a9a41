package io.qmaster.simulator.standin;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.qmaster.domain.FileNames;
import io.qmaster.simulator.PrivateFiles;
import io.qmaster.simulator.WorkListener;
import io.qmaster.simulator.model.MachineLoad;
import io.qmaster.simulator.model.MachineLoad.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The transcoder's log, which shows whether anything is encoded. Its three kinds of lines were seen with Compressor 5
 * (field report, 2026); the rest of their format is assumed. At 1 MiB it is renamed to {@code ….log.old}. Write errors
 * are ignored.
 */
final class TranscoderLog implements WorkListener {
    static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private final ZoneId zone;

    TranscoderLog(Path file, ZoneId zone) {
        this.file = file;
        this.zone = zone;
    }

    @Override
    public void changed(MachineLoad before, MachineLoad after, Instant at) {
        String time = SystemLog.time(at.atZone(zone));
        StringBuilder lines = new StringBuilder();
        for (Part part : before.parts()) {
            if (!after.parts().contains(part) && part.isComplete()) {
                Duration took = Duration.between(part.since(), at);
                line(
                        lines,
                        time,
                        "Time for AVAssetWriter transcode of " + FileNames.of(part.output()) + ": "
                                + took.toMillis() / 1000.0 + " seconds");
            }
        }
        for (Part part : after.parts()) {
            if (!before.parts().contains(part)) {
                line(lines, time, "starting _processRequest for job target: " + part.output());
            }
        }
        try {
            if (begun() || before.idle() != after.idle()) {
                line(lines, time, "Virtual service count = " + after.idle());
            }
            append(lines.toString());
        } catch (IOException unwritable) {
            // The log is optional.
        }
    }

    /** Replaces control characters, since a file name can contain line breaks. */
    private static void line(StringBuilder lines, String time, String words) {
        lines.append(time)
                .append(' ')
                .append(words.replaceAll("\\p{Cntrl}", "?"))
                .append('\n');
    }

    /** Rotates a large log; returns whether a new one was created. */
    private boolean begun() throws IOException {
        PrivateFiles.makeFolder(file.resolveSibling(".").normalize());
        if (Files.isRegularFile(file, NOFOLLOW_LINKS) && Files.size(file) >= MOST_BYTES) {
            Files.move(file, file.resolveSibling(FileNames.of(file) + ".old"), StandardCopyOption.REPLACE_EXISTING);
        }
        return PrivateFiles.makeFile(file);
    }

    private void append(String lines) throws IOException {
        if (Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            Files.writeString(file, lines, StandardOpenOption.APPEND);
        }
    }
}
