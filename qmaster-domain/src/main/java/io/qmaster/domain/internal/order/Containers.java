package io.qmaster.domain.internal.order;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.SettingFacts;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The extensions of the files that an engine can write for a setting. */
public final class Containers {
    /** Extensions of video files. Compressor may write any of them, whichever the setting names. */
    private static final Set<String> MOVIES = Set.of(
            "mov", "mp4", "m4v", "mxf", "3gp", "3g2", "dv", "avi", "mpg", "mpeg", "m2v", "m2t", "ts", "264", "h264",
            "hevc", "gif");

    /** The same for audio files. */
    private static final Set<String> SOUNDS =
            Set.of("aif", "aiff", "aifc", "caf", "wav", "m4a", "mp3", "mp2", "aac", "ac3", "ec3", "flac");

    /** Spellings of each image format; an engine writes only the format of the setting. */
    private static final List<Set<String>> PICTURES =
            List.of(Set.of("tif", "tiff"), Set.of("jpg", "jpeg"), Set.of("png"), Set.of("dpx"), Set.of("exr"));

    private Containers() {}

    /** Whether an engine can write a file with this name for a setting instead of the requested one. */
    public static boolean canHold(SettingFacts setting, Path file) {
        return of(setting).contains(FileNames.extension(file).toLowerCase(Locale.ROOT));
    }

    private static Set<String> of(SettingFacts setting) {
        String own = setting.outputExtension();
        Set<String> extensions = new HashSet<>(Set.of(own));
        if (setting.imageSequence()) {
            // A setting without an extension may write any format.
            PICTURES.stream()
                    .filter(same -> same.contains(own) || setting.extension().isEmpty())
                    .forEach(extensions::addAll);
        } else if (SOUNDS.contains(own) || setting.encoder().equalsIgnoreCase("CoreAudio")) {
            extensions.addAll(SOUNDS);
        } else {
            extensions.addAll(MOVIES);
        }
        return extensions;
    }
}
