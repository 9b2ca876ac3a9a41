package io.qmaster.domain.internal.order;

import io.qmaster.domain.FileNames;
import io.qmaster.domain.SettingFacts;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which kinds of files an engine can write for a setting, by their extensions. */
public final class Containers {
    /** What Compressor writes with video in it, whichever of these the setting names. */
    private static final Set<String> MOVIES = Set.of(
            "mov", "mp4", "m4v", "mxf", "3gp", "3g2", "dv", "avi", "mpg", "mpeg", "m2v", "m2t", "ts", "264", "h264",
            "hevc", "gif");

    /** The same with sound alone. */
    private static final Set<String> SOUNDS =
            Set.of("aif", "aiff", "aifc", "caf", "wav", "m4a", "mp3", "mp2", "aac", "ac3", "ec3", "flac");

    /** Two spellings of one kind of picture; an engine does not write another kind than the setting's. */
    private static final List<Set<String>> PICTURES =
            List.of(Set.of("tif", "tiff"), Set.of("jpg", "jpeg"), Set.of("png"), Set.of("dpx"), Set.of("exr"));

    private Containers() {}

    /** Whether an engine can write a file of this name for a setting, instead of the one that was ordered. */
    public static boolean canHold(SettingFacts setting, Path file) {
        return of(setting).contains(FileNames.extension(file).toLowerCase(Locale.ROOT));
    }

    private static Set<String> of(SettingFacts setting) {
        String own = setting.outputExtension();
        Set<String> extensions = new HashSet<>(Set.of(own));
        if (setting.imageSequence()) {
            // One that names no extension may write any picture.
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
