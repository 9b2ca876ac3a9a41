package io.qmaster.domain.internal.finish;

import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Decides whether the volume of a folder is gone: it does not answer, it is not mounted, or the folder is not there. */
public final class MissingVolume {
    private MissingVolume() {}

    /** The volume of a folder if it is gone, or the folder if that is not there; empty if all is well. */
    public static Optional<Path> of(Path folder, MediaFiles files) {
        try {
            Optional<Path> unmounted = files.unmountedVolume(folder);
            if (unmounted.isPresent()) {
                return unmounted;
            }
            return files.look(folder).isFolder() ? Optional.empty() : Optional.of(folder);
        } catch (VolumeNotAnsweringException | UncheckedIOException gone) {
            return Optional.of(folder);
        }
    }

    /** The same for the folder of a source. */
    public static Optional<Path> ofSource(Path source, MediaFiles files) {
        return Optional.ofNullable(source.getParent()).flatMap(folder -> of(folder, files));
    }
}
