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

/** Whether the outputs of a request can be written where it wants them. Writes nothing. */
final class DestinationChecks {
    private final MediaFiles files;
    private final long minFreeBytes;

    DestinationChecks(MediaFiles files, long minFreeBytes) {
        this.files = files;
        this.minFreeBytes = minFreeBytes;
    }

    /**
     * Links are followed once and for all: one that is changed later leads nowhere else.
     *
     * @throws DestinationException if one of them is dangling: the output would be written to a place that nobody named
     */
    Path resolved(Path destination) {
        // Resolved before the check: a link that comes in between would be followed otherwise.
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
                    .hint("delete the link, or name the destination itself"));
        }
    }

    /** A folder can be made below a folder only; known before another output's folder was made. */
    void requireFolderAbove(Path planned) {
        Path above = planned.getParent();
        while (above != null && !seen(above).exists()) {
            above = above.getParent();
        }
        if (above != null && !seen(above).isFolder()) {
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_FOLDER",
                            "the folder of the output " + planned + " cannot be made: " + above
                                    + " is a file, not a folder")
                    .hint("name a destination in a folder that you may write"));
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
                    .hint("mount it; a plain folder of that name would swallow the output")
                    .worthRetrying());
        }
        long usable = answered(() -> files.usableBytes(planned));
        if (usable < minFreeBytes) {
            throw new DestinationException(Failure.notQueued(
                            "VOLUME_FULL",
                            "the volume of the output " + planned + " has " + usable + " bytes left, and "
                                    + minFreeBytes + " are wanted")
                    .hint("make room, or ask for less")
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
                inputs.forEach((input, words) -> {
                    if (input.startsWith(place)) {
                        throw new DestinationException(Failure.notQueued(
                                        "DESTINATION_IS_SOURCE", "the output " + path + " would overwrite " + words)
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
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_EXISTS", "the output " + path + " exists already")
                    .hint("move it away or choose another destination: Compressor would overwrite it without a word"));
        }
        answered(() -> {
            OldOutput.requireReplaceable(target, path, files);
            return path;
        });
    }

    /** What the engine reads. An old output that may go must not take it along: a folder of frames could hold it. */
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

    private static <T> T answered(OrderResolver.Question<T> question) {
        return OrderResolver.answering(DestinationException::new, question);
    }
}
