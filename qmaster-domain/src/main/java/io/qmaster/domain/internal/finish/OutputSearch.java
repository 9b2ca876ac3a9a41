package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.FileIdentity;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.order.Containers;
import io.qmaster.domain.internal.order.DestinationFolder;
import io.qmaster.domain.internal.order.KnownOutput;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the output of a target: at the requested path, or with the same stem and another extension that the engine can
 * write for the setting. Finds only files that are new since the engine was called: that did not exist, or have another
 * key or size. The time is ignored, since an engine can copy it from the source.
 */
public final class OutputSearch {
    /** Marks a folder that could not be listed, in which no file is known to be new. */
    private static final FileIdentity UNLISTED = new FileIdentity(Optional.empty(), 0, Instant.EPOCH);

    private final MediaFiles files;
    private final BatchOrder order;
    private final Instant submittedAt;
    private final Predicate<Path> ofOthers;

    /**
     * Creates a search for the outputs of an order.
     *
     * @param ofOthers whether a file is known to be the output of another submission
     */
    OutputSearch(MediaFiles files, BatchOrder order, Instant submittedAt, Predicate<Path> ofOthers) {
        this.files = files;
        this.order = order;
        this.submittedAt = submittedAt;
        this.ofOthers = ofOthers;
    }

    /**
     * The observation of one target.
     *
     * @param paths every file that may be its output; several if it is ambiguous
     * @param identity the identity of the first file
     * @param isEmpty whether there is only an empty file, or an empty frame
     */
    record FoundFiles(List<Path> paths, Optional<FileIdentity> identity, boolean isEmpty) {
        static final FoundFiles NOTHING = new FoundFiles(List.of(), Optional.empty(), false);

        boolean isOne() {
            return paths.size() == 1 && identity.isPresent() && !isEmpty;
        }
    }

    /**
     * The existing files, before the engine is called, that could be taken for an output of the order.
     *
     * @throws io.qmaster.domain.port.VolumeNotAnsweringException if the volume of one does not answer
     */
    public static Map<Path, FileIdentity> standing(BatchOrder order, MediaFiles files) {
        Map<Path, FileIdentity> standing = new HashMap<>();
        for (Target target : order.targets()) {
            Set<Path> paths = new LinkedHashSet<>(target.possiblePaths());
            try {
                ofTheStem(target, target.plannedPath(), files).forEach(paths::add);
            } catch (VolumeNotAnsweringException silent) {
                throw silent;
            } catch (RuntimeException unlisted) {
                standing.put(folder(target.plannedPath()), UNLISTED);
            }
            paths.forEach(
                    path -> KnownOutput.identity(path, files).ifPresent(identity -> standing.put(path, identity)));
        }
        return standing;
    }

    /** Searches once. Files that cannot be accessed are ignored. */
    FoundFiles look(Target target) {
        try {
            if (DestinationFolder.obstacle(target.plannedPath(), files).isPresent()) {
                return FoundFiles.NOTHING;
            }
            FoundFiles made = at(target, target.workPath(), target.possibleWorkPaths());
            if (!made.paths().isEmpty() || !Placement.mayBeDone(order, target, files)) {
                return made;
            }
            FoundFiles placed = at(target, target.plannedPath(), target.possiblePaths());
            boolean isOurs = placed.identity()
                    .filter(file -> !file.modified().isBefore(submittedAt))
                    .isPresent();
            return isOurs ? placed : made;
        } catch (RuntimeException unknown) {
            return FoundFiles.NOTHING;
        }
    }

    /** Why no output of a target can be found: its folder was replaced by a link, which is not followed. */
    Optional<String> obstacle(Target target) {
        try {
            return DestinationFolder.obstacle(target.plannedPath(), files);
        } catch (RuntimeException unknown) {
            return Optional.empty();
        }
    }

    /** The names of new files with the stem of a target and an extension that the engine cannot write for it. */
    List<String> othersOfTheStem(Target target) {
        try {
            String stem = FileNames.stem(target.workPath());
            return siblings(target.workPath(), files)
                    .filter(file -> FileNames.stem(file).equals(stem) && !isForeign(file, target) && isNew(file))
                    .map(FileNames::of)
                    .toList();
        } catch (RuntimeException unknown) {
            return List.of();
        }
    }

    /**
     * A file beside the source, with a name that starts like the source's, that may be the output: Compressor 4.3 can
     * ignore the given path (observed). It is only reported, never used.
     */
    Optional<Path> besideSource(Target target) {
        String stem = FileNames.stem(target.source());
        try {
            return files.filesIn(Objects.requireNonNull(target.source().getParent())).stream()
                    .filter(file -> FileNames.of(file).startsWith(stem))
                    .filter(file -> FileNames.extension(file)
                            .equalsIgnoreCase(target.setting().outputExtension()))
                    .filter(file -> isCreatedMeanwhile(file) && !isOfOrder(file) && !ofOthers.test(file))
                    .min(Comparator.comparingInt(file -> FileNames.of(file).length()));
        } catch (RuntimeException unknown) {
            return Optional.empty();
        }
    }

    private boolean isCreatedMeanwhile(Path file) {
        FileFacts facts = files.look(file);
        return facts.isFile() && facts.bytes() > 0 && !facts.modified().isBefore(submittedAt);
    }

    /** Whether it is a source or an output of the order. */
    private boolean isOfOrder(Path file) {
        return order.targets().stream()
                .anyMatch(
                        any -> any.source().equals(file) || any.possiblePaths().contains(file));
    }

    private FoundFiles at(Target target, Path output, List<Path> possible) {
        if (target.isImageSequence()) {
            FoundFiles frames = sequence(target, possible.get(0));
            if (!frames.paths().isEmpty()) {
                return frames;
            }
        }
        List<Path> ordered =
                possible.stream().filter(this::isFile).filter(this::isNew).toList();
        List<Path> whole = withBytes(ordered);
        if (!whole.isEmpty()) {
            return foundFiles(whole, false);
        }
        if (order.standing().containsKey(folder(output))) {
            return emptyOne(ordered);
        }
        List<Path> instead = withBytes(ofTheStem(target, output, files)
                .filter(file -> !possible.contains(file) && !isForeign(file, target))
                .filter(file -> isFile(file) && isAnotherFile(file))
                .filter(file -> !ofOthers.test(file))
                .toList());
        return instead.isEmpty() ? emptyOne(ordered) : foundFiles(instead, false);
    }

    private FoundFiles emptyOne(List<Path> ordered) {
        return ordered.isEmpty() ? FoundFiles.NOTHING : foundFiles(ordered.subList(0, 1), true);
    }

    /** The frames in a folder. */
    List<Path> frames(Target target, Path folder) {
        return visible(folder)
                .filter(file -> Containers.canHold(target.setting(), file))
                .toList();
    }

    private Stream<Path> visible(Path folder) {
        return files.filesIn(folder).stream().filter(file -> !FileNames.of(file).startsWith("."));
    }

    private FoundFiles sequence(Target target, Path folder) {
        List<Path> frames = visible(folder).toList();
        if (frames(target, folder).isEmpty() || !isNew(folder) || files.isLink(folder)) {
            return FoundFiles.NOTHING;
        }
        return foundFiles(
                List.of(folder),
                frames.stream().anyMatch(frame -> files.look(frame).bytes() == 0));
    }

    private FoundFiles foundFiles(List<Path> paths, boolean isEmpty) {
        return new FoundFiles(paths, KnownOutput.identity(paths.get(0), files), isEmpty);
    }

    /** The non-empty files, each once: on a case-insensitive file system two paths may be one file. */
    private List<Path> withBytes(List<Path> paths) {
        List<Path> filled = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Path path : paths) {
            FileFacts facts = files.look(path);
            if (facts.bytes() > 0 && facts.key().map(keys::add).orElse(true)) {
                filled.add(path);
            }
        }
        return filled;
    }

    private boolean isFile(Path path) {
        // The target of a symbolic link may be deleted, or belong to another user.
        return files.look(path).isFile() && !files.isLink(path);
    }

    private boolean isNew(Path path) {
        FileIdentity before = order.standing().get(path);
        return before == null || !KnownOutput.identity(path, files).equals(Optional.of(before));
    }

    /** Whether a file beside the output is new: a changed time alone is not sufficient. */
    private boolean isAnotherFile(Path path) {
        FileIdentity before = order.standing().get(path);
        return before == null
                || KnownOutput.identity(path, files)
                        .filter(now ->
                                now.bytes() != before.bytes() || !now.key().equals(before.key()))
                        .isPresent();
    }

    private static Stream<Path> ofTheStem(Target target, Path output, MediaFiles files) {
        String stem = FileNames.stem(output);
        return siblings(output, files)
                .filter(file -> FileNames.stem(file).equals(stem))
                .filter(file -> Containers.canHold(target.setting(), file));
    }

    private static Stream<Path> siblings(Path output, MediaFiles files) {
        return files.filesIn(folder(output)).stream();
    }

    private static Path folder(Path output) {
        return Optional.ofNullable(output.getParent()).orElse(output);
    }

    /** Whether it is a source, or a path that another target may write. */
    private boolean isForeign(Path file, Target target) {
        return order.targets().stream()
                .anyMatch(other -> other.source().equals(file)
                        || (other.index() != target.index()
                                && (other.possibleWorkPaths().contains(file)
                                        || other.possiblePaths().contains(file))));
    }
}
