package io.qmaster.simulator;

import io.qmaster.domain.standard.MovieAtoms;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Distinguishes media files from others by their first bytes, a movie also by its index and its end. */
final class Medium {
    private static final int BEGINNING = 1024;

    /** The first bytes of other kinds of media that Compressor accepts. */
    private static final Pattern MAGIC = Pattern.compile(
            String.join(
                    "|",
                    "RIFF.{4}(AVI |WAVE).*",
                    "FORM.{4}AIF.*",
                    "caff.*",
                    "ID3.*",
                    "\\xff[\\xf1\\xf3\\xf9\\xfb].*", // AAC and MP3
                    "fLaC.*",
                    "\\x06\\x0e\\x2b\\x34.*", // MXF
                    "\\x47.{187}\\x47.*", // MPEG transport stream
                    "\\x00\\x00\\x01[\\xb3\\xba].*", // MPEG-1 and MPEG-2
                    "\\x1f\\x07\\x00.*", // DV
                    "\\x89PNG.*",
                    "\\xff\\xd8\\xff.*",
                    "II\\*\\x00.*",
                    "MM\\x00\\*.*",
                    "SDPX.*",
                    "XPDS.*",
                    "\\x76\\x2f\\x31\\x01.*", // OpenEXR
                    "GIF8.*",
                    "8BPS.*",
                    ".*<ozml.*"), // Motion
            Pattern.DOTALL);

    private Medium() {}

    static boolean is(Path file) {
        try {
            // A pipe may never end.
            return Files.isRegularFile(file)
                    && (MovieAtoms.isMovie(file)
                            || MAGIC.matcher(beginning(file)).matches());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static String beginning(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1);
        }
    }
}
