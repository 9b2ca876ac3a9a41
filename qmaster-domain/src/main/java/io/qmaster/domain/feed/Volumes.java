package io.qmaster.domain.feed;

import io.qmaster.domain.Destination;
import io.qmaster.domain.internal.finish.MissingVolume;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks whether the volumes of sources and destinations are available. A volume is gone if it does not answer or is
 * not mounted, if the folder of a source is missing, or if a folder of outputs is missing that existed before.
 */
final class Volumes {
    private final MediaFiles files;
    private final Set<Path> seen = new HashSet<>();

    Volumes(MediaFiles files) {
        this.files = files;
    }

    /** A folder or volume that some sources need and that is gone; empty if all are available. */
    Optional<Path> gone(Collection<SourceJobs> sources) {
        Set<Path> ofSources = new LinkedHashSet<>();
        Set<Path> ofOutputs = new LinkedHashSet<>();
        sources.forEach(each -> {
            Optional.ofNullable(each.source().getParent()).ifPresent(ofSources::add);
            each.jobs()
                    .forEach(job -> job.destination()
                            .flatMap(where -> folder(where, files))
                            .ifPresent(ofOutputs::add));
        });
        return Stream.concat(
                        ofSources.stream().map(folder -> missing(folder, true)),
                        ofOutputs.stream().map(folder -> missing(folder, seen.contains(folder))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The folder of outputs. */
    static Optional<Path> folder(Destination destination, MediaFiles files) {
        return Optional.ofNullable(
                destination instanceof Destination.Directory directory
                        ? files.absolute(directory.folder())
                        : files.absolute(((Destination.File) destination).path())
                                .getParent());
    }

    private Optional<Path> missing(Path folder, boolean mustBeThere) {
        Optional<Path> gone = MissingVolume.of(folder, files);
        if (gone.isEmpty()) {
            seen.add(folder);
        }
        // A folder of outputs that never existed is created.
        return gone.filter(place -> mustBeThere || !place.equals(folder) || !answers(folder));
    }

    private boolean answers(Path folder) {
        try {
            files.look(folder);
            return true;
        } catch (VolumeNotAnsweringException silent) {
            return false;
        }
    }
}
