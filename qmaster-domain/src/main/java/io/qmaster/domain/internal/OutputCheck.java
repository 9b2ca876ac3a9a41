package io.qmaster.domain.internal;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Whether every output that the engine calls successful is there, not empty, and no longer grows or changes: two
 * looks that see the same. A step function: the caller decides when to look. Not safe for threads.
 */
final class OutputCheck {
    private final MediaFiles files;
    private final BatchOrder order;
    private final List<Target> targets;
    private final Placement placement;
    private final Instant submittedAt;
    private final Predicate<Path> ofOthers;
    private List<Sight> before = List.of();

    /**
     * A check that has not looked yet.
     *
     * @param targets those of the order whose outputs are looked for
     * @param submittedAt what is older is no output of the order where somebody else may write, too
     * @param ofOthers whether a file is known to be the output of another submission
     */
    OutputCheck(
            MediaFiles files, BatchOrder order, List<Target> targets, Instant submittedAt, Predicate<Path> ofOthers) {
        this.files = files;
        this.order = order;
        this.targets = List.copyOf(targets);
        this.placement = new Placement(files);
        this.submittedAt = submittedAt;
        this.ofOthers = ofOthers;
    }

    /** What was seen of one target. */
    private record Sight(Optional<Path> path, long bytes, Instant modified) {
        static final Sight NOTHING = new Sight(Optional.empty(), 0, Instant.EPOCH);

        boolean isGood() {
            return path.isPresent() && bytes > 0;
        }
    }

    /**
     * Looks once.
     *
     * @param lastLook whether to take what is there now as final
     * @return what became of each target, once it is certain
     */
    Optional<List<Output>> look(boolean lastLook) {
        List<Sight> now = targets.stream().map(this::sight).toList();
        boolean settled = now.stream().allMatch(Sight::isGood) && now.equals(before);
        List<Sight> earlier = before;
        before = now;
        if (!settled && !lastLook) {
            return Optional.empty();
        }
        List<Output> outputs = new ArrayList<>();
        for (int at = 0; at < now.size(); at++) {
            boolean stable = earlier.size() == now.size() && earlier.get(at).equals(now.get(at));
            outputs.add(output(targets.get(at), now.get(at), stable));
        }
        return Optional.of(List.copyOf(outputs));
    }

    private Output output(Target target, Sight sight, boolean stable) {
        if (sight.path().isEmpty()) {
            return Output.faulty(target, OutputFault.OUTPUT_MISSING, Optional.empty(), OptionalLong.empty());
        }
        Path path = sight.path().get();
        if (sight.bytes() == 0) {
            return Output.faulty(target, OutputFault.OUTPUT_EMPTY, sight.path(), OptionalLong.of(0));
        }
        if (sourceChanged(target)) {
            return Output.faulty(target, OutputFault.OUTPUT_INCOMPLETE, sight.path(), OptionalLong.of(sight.bytes()))
                    .lastChanged(sight.modified())
                    .because("SOURCE_CHANGED");
        }
        return stable
                ? Output.good(target, path, sight.bytes(), sight.modified())
                : Output.faulty(target, OutputFault.OUTPUT_INCOMPLETE, sight.path(), OptionalLong.of(sight.bytes()))
                        .lastChanged(sight.modified());
    }

    /**
     * What was encoded is then neither the old nor the new source. One that is gone by now, or all its frames, was there to
     * the end.
     */
    private boolean sourceChanged(Target target) {
        try {
            FileFacts source = files.look(target.source());
            FileMark now = SourceMark.of(target.source(), source, files);
            boolean isThere = source.isFile() || (source.isFolder() && now.bytes() > 0);
            return isThere && !now.equals(target.sourceMark());
        } catch (RuntimeException unseen) {
            return false;
        }
    }

    private Sight sight(Target target) {
        try {
            List<List<Path>> all = placement.placesOf(order, target);
            for (List<Path> places : all) {
                Sight seen = target.isImageSequence() ? sequence(places) : file(places);
                boolean ownPlaces = places.equals(all.get(0));
                if (seen.path().isPresent() && (ownPlaces || !seen.modified().isBefore(submittedAt))) {
                    return seen;
                }
            }
            return byStem(target);
        } catch (RuntimeException unseen) {
            return Sight.NOTHING;
        }
    }

    /** A folder with frames, or the single file that an engine may have written instead. */
    private Sight sequence(List<Path> places) {
        Path folder = places.get(0);
        List<FileFacts> frames = KnownOutput.frames(folder, files);
        if (frames.isEmpty()) {
            return file(places.subList(1, places.size()));
        }
        boolean oneIsEmpty = frames.stream().anyMatch(frame -> frame.bytes() == 0);
        long bytes = oneIsEmpty ? 0 : KnownOutput.bytes(frames);
        return new Sight(Optional.of(folder), bytes, KnownOutput.newest(frames));
    }

    private Sight file(List<Path> places) {
        Sight best = Sight.NOTHING;
        for (Path path : places) {
            best = better(best, sightOf(path));
        }
        return best;
    }

    /** The engine may have chosen an extension that we could not foresee; a file of before is not ours. */
    private Sight byStem(Target target) {
        Path folder = target.workPath().getParent();
        String stem = FileNames.stem(target.workPath());
        Sight best = Sight.NOTHING;
        for (Path file : folder == null ? List.<Path>of() : files.filesIn(folder)) {
            if (FileNames.stem(file).equals(stem)
                    && !isAnothers(file, target)
                    && !files.look(file).modified().isBefore(submittedAt)
                    && !ofOthers.test(file)) {
                best = better(best, sightOf(file));
            }
        }
        return best;
    }

    /** A source, or what another target may write. */
    private boolean isAnothers(Path file, Target target) {
        return order.targets().stream()
                .anyMatch(other -> other.source().equals(file)
                        || (other.index() != target.index()
                                && other.possibleWorkPaths().contains(file)));
    }

    private Sight sightOf(Path path) {
        FileFacts facts = files.look(path);
        return facts.isFile() ? new Sight(Optional.of(path), facts.bytes(), facts.modified()) : Sight.NOTHING;
    }

    private static Sight better(Sight one, Sight other) {
        if (one.path().isEmpty()) {
            return other;
        }
        return other.bytes() > one.bytes() ? other : one;
    }
}
