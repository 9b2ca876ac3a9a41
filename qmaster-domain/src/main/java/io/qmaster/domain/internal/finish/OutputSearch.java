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
 * Finds what the engine made of a target: at the path that was ordered, or under the same stem in another container that it
 * can write for the setting. Only what was made since the engine was asked is found: what was not there, or is another file
 * or of another size by now. Its time does not matter, since an engine can copy that of its source.
 */
public final class OutputSearch {
    /** Takes the place of a folder that could not be listed: of what is found there later, nothing is known to be new. */
    private static final FileIdentity UNLISTED = new FileIdentity(Optional.empty(), 0, Instant.EPOCH);

    private final MediaFiles files;
    private final BatchOrder order;
    private final Instant submittedAt;
    private final Predicate<Path> ofOthers;

    /**
     * A search for the outputs of an order.
     *
     * @param submittedAt when the order was submitted
     * @param ofOthers whether a file is known to be the output of another submission
     */
    OutputSearch(MediaFiles files, BatchOrder order, Instant submittedAt, Predicate<Path> ofOthers) {
        this.files = files;
        this.order = order;
        this.submittedAt = submittedAt;
        this.ofOthers = ofOthers;
    }

    /**
     * What was seen of one target.
     *
     * @param paths every file that may be its output: none, one, or several that leave it open which one it is
     * @param identity which file the first one is
     * @param isEmpty whether there is only a file without bytes, or a frame without
     */
    record Sight(List<Path> paths, Optional<FileIdentity> identity, boolean isEmpty) {
        static final Sight NOTHING = new Sight(List.of(), Optional.empty(), false);

        boolean isOne() {
            return paths.size() == 1 && identity.isPresent() && !isEmpty;
        }
    }

    /**
     * Which files are there before the engine is asked, of those that could be taken for an output of the order.
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

    /** Looks once. What cannot be looked at is not seen. */
    Sight look(Target target) {
        try {
            if (DestinationFolder.obstacle(target.plannedPath(), files).isPresent()) {
                return Sight.NOTHING;
            }
            Sight made = at(target, target.workPath(), target.possibleWorkPaths());
            if (!made.paths().isEmpty() || !Placement.mayBeDone(order, target, files)) {
                return made;
            }
            Sight placed = at(target, target.plannedPath(), target.possiblePaths());
            boolean isOurs = placed.identity()
                    .filter(file -> !file.modified().isBefore(submittedAt))
                    .isPresent();
            return isOurs ? placed : made;
        } catch (RuntimeException unseen) {
            return Sight.NOTHING;
        }
    }

    /** Why nothing can be found of a target: what is behind a link that was put in its way is not looked at. */
    Optional<String> obstacle(Target target) {
        try {
            return DestinationFolder.obstacle(target.plannedPath(), files);
        } catch (RuntimeException unseen) {
            return Optional.empty();
        }
    }

    /** The names of files that have the stem of a target but are of no kind that the engine can write for it. */
    List<String> othersOfTheStem(Target target) {
        try {
            String stem = FileNames.stem(target.workPath());
            return siblings(target.workPath(), files)
                    .filter(file -> FileNames.stem(file).equals(stem) && !isAnothers(file, target) && isNew(file))
                    .map(FileNames::of)
                    .toList();
        } catch (RuntimeException unseen) {
            return List.of();
        }
    }

    /**
     * A file that may be the output, but is beside the source and has its name: Compressor 4.3 was seen to ignore the path
     * that it is given. What it does where that would be the source itself is not known: a name that begins like the source's
     * counts, too. It is named and never taken.
     */
    Optional<Path> besideSource(Target target) {
        String stem = FileNames.stem(target.source());
        try {
            return files.filesIn(Objects.requireNonNull(target.source().getParent())).stream()
                    .filter(file -> FileNames.of(file).startsWith(stem))
                    .filter(file -> FileNames.extension(file)
                            .equalsIgnoreCase(target.setting().outputExtension()))
                    .filter(file -> isMadeMeanwhile(file) && !isOfOrder(file) && !ofOthers.test(file))
                    .min(Comparator.comparingInt(file -> FileNames.of(file).length()));
        } catch (RuntimeException unseen) {
            return Optional.empty();
        }
    }

    private boolean isMadeMeanwhile(Path file) {
        FileFacts facts = files.look(file);
        return facts.isFile() && facts.bytes() > 0 && !facts.modified().isBefore(submittedAt);
    }

    /** Whether it is a source of the order, or the output of one of its targets. */
    private boolean isOfOrder(Path file) {
        return order.targets().stream()
                .anyMatch(
                        any -> any.source().equals(file) || any.possiblePaths().contains(file));
    }

    private Sight at(Target target, Path output, List<Path> possible) {
        if (target.isImageSequence()) {
            Sight frames = sequence(target, possible.get(0));
            if (!frames.paths().isEmpty()) {
                return frames;
            }
        }
        List<Path> ordered =
                possible.stream().filter(this::isFile).filter(this::isNew).toList();
        List<Path> whole = withBytes(ordered);
        if (!whole.isEmpty()) {
            return sight(whole, false);
        }
        if (order.standing().containsKey(folder(output))) {
            return emptyOne(ordered);
        }
        List<Path> instead = withBytes(ofTheStem(target, output, files)
                .filter(file -> !possible.contains(file) && !isAnothers(file, target))
                .filter(file -> isFile(file) && isAnotherFile(file))
                .filter(file -> !ofOthers.test(file))
                .toList());
        return instead.isEmpty() ? emptyOne(ordered) : sight(instead, false);
    }

    private Sight emptyOne(List<Path> ordered) {
        return ordered.isEmpty() ? Sight.NOTHING : sight(ordered.subList(0, 1), true);
    }

    /** The pictures in a folder of frames. */
    List<Path> frames(Target target, Path folder) {
        return visible(folder)
                .filter(file -> Containers.canHold(target.setting(), file))
                .toList();
    }

    private Stream<Path> visible(Path folder) {
        return files.filesIn(folder).stream().filter(file -> !FileNames.of(file).startsWith("."));
    }

    private Sight sequence(Target target, Path folder) {
        List<Path> frames = visible(folder).toList();
        if (frames(target, folder).isEmpty() || !isNew(folder) || files.isLink(folder)) {
            return Sight.NOTHING;
        }
        return sight(
                List.of(folder),
                frames.stream().anyMatch(frame -> files.look(frame).bytes() == 0));
    }

    private Sight sight(List<Path> paths, boolean isEmpty) {
        return new Sight(paths, KnownOutput.identity(paths.get(0), files), isEmpty);
    }

    /** Where letter case does not matter, two of the paths may be one file. */
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
        // What a symbolic link leads to may go, or be somebody else's.
        return files.look(path).isFile() && !files.isLink(path);
    }

    private boolean isNew(Path path) {
        FileIdentity before = order.standing().get(path);
        return before == null || !KnownOutput.identity(path, files).equals(Optional.of(before));
    }

    /** A file beside the output is not made by the engine if only its time is another. */
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

    /** A source, or what another target may write. */
    private boolean isAnothers(Path file, Target target) {
        return order.targets().stream()
                .anyMatch(other -> other.source().equals(file)
                        || (other.index() != target.index()
                                && (other.possibleWorkPaths().contains(file)
                                        || other.possiblePaths().contains(file))));
    }
}
