package io.qmaster.domain.internal.order;

import io.qmaster.domain.DestinationException;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks whether the outputs of a request can be written. Writes nothing. */
final class DestinationChecks {
    private final MediaFiles files;
    private final long minFreeBytes;

    DestinationChecks(MediaFiles files, long minFreeBytes) {
        this.files = files;
        this.minFreeBytes = minFreeBytes;
    }

    /**
     * Resolves symbolic links once, so that a later change of a link has no effect.
     *
     * @throws DestinationException if a link is dangling: the output would be written to a path that the user did not
     *     name
     */
    Path resolved(Path destination) {
        // Resolved before the check, so that a link created in between is not followed.
        Path resolved = answered(() -> files.resolved(destination));
        Path part = destination;
        while (part != null && !seen(part).exists()) {
            requireNoDanglingLink(part, destination);
            part = part.getParent();
        }
        return resolved;
    }

    private void requireNoDanglingLink(Path part, Path destination) {
        if (seen(part).isDanglingLink()) {
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_LINK",
                            "the output " + destination + " cannot be written: " + part
                                    + " is a symbolic link to something that does not exist")
                    .hint("delete the link, or give the path of its target"));
        }
    }

    /** Requires that the nearest existing parent is a writable folder, before the folder of any output is created. */
    void requireFolderAbove(Path planned) {
        Path above = planned.getParent();
        while (above != null && !seen(above).exists()) {
            above = above.getParent();
        }
        if (above != null && !seen(above).isFolder()) {
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_FOLDER",
                            "the folder of the output " + planned + " cannot be created: " + above
                                    + " is a file, not a folder")
                    .hint("choose a destination in a folder that you may write to"));
        }
        if (above != null && !isWritable(above)) {
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_UNWRITABLE",
                            "the output " + planned + " cannot be written: you may not create files in the folder "
                                    + above)
                    .hint("change the permissions of that folder, or choose another destination"));
        }
    }

    private boolean isWritable(Path folder) {
        return answered(() -> files.isWritable(folder));
    }

    private FileFacts seen(Path path) {
        return answered(() -> files.look(path));
    }

    void requireVolume(Path planned) {
        Optional<Path> unmounted = answered(() -> files.unmountedVolume(planned));
        if (unmounted.isPresent()) {
            throw new DestinationException(Failure.notQueued(
                            "VOLUME_NOT_MOUNTED",
                            "the volume " + unmounted.get() + " of the output " + planned + " is not mounted")
                    .hint("mount it; otherwise the output would be written to a plain folder of that name")
                    .worthRetrying());
        }
        long usable = answered(() -> files.usableBytes(planned));
        if (usable < minFreeBytes) {
            throw new DestinationException(Failure.notQueued(
                            "VOLUME_FULL",
                            "the volume of the output " + planned + " has " + usable + " bytes free, and "
                                    + minFreeBytes + " are required")
                    .hint("free space on it, or lower the required free space")
                    .worthRetrying());
        }
    }

    void requireFreeOutputs(List<Target> targets, ExistingOutput existing) {
        Map<Path, String> inputs = inputs(targets);
        Map<String, Target> planned = new HashMap<>();
        for (Target target : targets) {
            for (Path path : target.possiblePaths()) {
                String identity = identity(path);
                Path place = Path.of(identity);
                inputs.forEach((input, description) -> {
                    if (input.startsWith(place)) {
                        throw new DestinationException(Failure.notQueued(
                                        "DESTINATION_IS_SOURCE",
                                        "the output " + path + " would overwrite " + description)
                                .hint("choose another destination"));
                    }
                });
                Target other = planned.put(identity, target);
                if (other != null && other.index() != target.index()) {
                    throw new DestinationException(Failure.notQueued(
                                    "DESTINATION_TWICE",
                                    "the sources " + other.source() + " and " + target.source()
                                            + " would both be written to " + path)
                            .hint("choose other names, folders or suffixes"));
                }
                requireFree(target, path, existing);
            }
        }
    }

    private void requireFree(Target target, Path path, ExistingOutput existing) {
        FileFacts facts = seen(path);
        if (!facts.exists()) {
            requireNoDanglingLink(path, path);
            return;
        }
        if (existing == ExistingOutput.REFUSE) {
            throw new DestinationException(
                    Failure.notQueued("DESTINATION_EXISTS", "the output " + path + " already exists")
                            .hint(
                                    "move it away or choose another destination: Compressor would overwrite it without a warning"));
        }
        answered(() -> {
            OldOutput.requireReplaceable(target, path, files);
            return path;
        });
    }

    /**
     * The files that the engine reads, which must not be replaced together with an old output, such as a folder of
     * frames.
     */
    private Map<Path, String> inputs(List<Target> targets) {
        Map<Path, String> inputs = new LinkedHashMap<>();
        for (Target target : targets) {
            inputs.put(Path.of(identity(target.source())), "the source " + target.source());
            inputs.put(
                    Path.of(identity(target.setting().file())),
                    "the setting " + target.setting().file());
            target.options()
                    .files()
                    .forEach(file -> inputs.put(Path.of(identity(files.absolute(file))), "the file " + file));
        }
        return inputs;
    }

    private String identity(Path path) {
        return answered(() -> files.identity(path));
    }

    private static <T> T answered(Supplier<T> query) {
        return OrderResolver.answering(DestinationException::new, query);
    }
}
