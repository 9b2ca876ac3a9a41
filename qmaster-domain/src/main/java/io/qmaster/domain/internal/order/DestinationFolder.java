package io.qmaster.domain.internal.order;

import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** Checks the folder of an output, whose path was resolved when the order was created. */
public final class DestinationFolder {
    private DestinationFolder() {}

    /**
     * Why an output is not looked for: a symbolic link replaced its folder or a parent of it. Compares paths, not file
     * keys, since a remounted network volume has new ones.
     *
     * @throws io.qmaster.domain.port.VolumeNotAnsweringException if its volume does not answer
     */
    public static Optional<String> obstacle(Path planned, MediaFiles files) {
        Path folder = Optional.ofNullable(planned.getParent()).orElse(planned);
        Path now = files.resolved(folder);
        return folded(now).equals(folded(folder))
                ? Optional.empty()
                : Optional.of("its folder now leads to " + now + ": it was replaced by a symbolic link after the batch"
                        + " was submitted, which is not followed");
    }

    /** A folder created after its path was resolved may have a name in another Unicode form or letter case. */
    private static String folded(Path path) {
        return Normalizer.normalize(path.toString(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
