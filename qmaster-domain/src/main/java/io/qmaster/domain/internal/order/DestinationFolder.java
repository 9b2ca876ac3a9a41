package io.qmaster.domain.internal.order;

import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** The folder of an output, whose path was resolved when the order was made. */
public final class DestinationFolder {
    private DestinationFolder() {}

    /**
     * Why an output is not looked for: a symbolic link took the place of its folder or of a folder above it. Which folder it is
     * does not matter, since a network volume that is mounted again numbers its folders anew.
     *
     * @throws io.qmaster.domain.port.VolumeNotAnsweringException if its volume does not answer
     */
    public static Optional<String> obstacle(Path planned, MediaFiles files) {
        Path folder = Optional.ofNullable(planned.getParent()).orElse(planned);
        Path now = files.resolved(folder);
        return folded(now).equals(folded(folder))
                ? Optional.empty()
                : Optional.of(
                        "its folder leads to " + now + " by now: a symbolic link was put in its way after the batch"
                                + " was submitted, and is not followed");
    }

    /** A folder that was made after its path was resolved may have a name in another Unicode form or letter case. */
    private static String folded(Path path) {
        return Normalizer.normalize(path.toString(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
