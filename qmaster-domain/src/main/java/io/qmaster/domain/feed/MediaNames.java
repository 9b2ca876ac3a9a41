package io.qmaster.domain.feed;

import io.qmaster.domain.FileNames;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Recognises media files by their names. For library consumers. Thread-safe. */
public final class MediaNames {
    /** The extensions of media files, in lower case. */
    public static final Set<String> EXTENSIONS = Set.of(
            "3g2", "3gp", "aac", "ac3", "aif", "aiff", "avi", "caf", "dv", "m2t", "m2ts", "m2v", "m4a", "m4v", "mkv",
            "mov", "mp3", "mp4", "mpeg", "mpg", "mts", "mxf", "qt", "ts", "vob", "wav");

    private MediaNames() {}

    /** Whether a file has the extension of a media file and is not hidden. */
    public static boolean isMedia(Path file) {
        return EXTENSIONS.contains(FileNames.extension(file).toLowerCase(Locale.ROOT)) && !isHidden(file);
    }

    /** Whether the name of a file begins with a dot. */
    public static boolean isHidden(Path file) {
        return FileNames.of(file).startsWith(".");
    }
}
