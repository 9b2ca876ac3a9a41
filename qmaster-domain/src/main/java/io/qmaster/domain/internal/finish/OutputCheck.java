package io.qmaster.domain.internal.finish;

import io.qmaster.domain.FileIdentity;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.finish.OutputSearch.FoundFiles;
import io.qmaster.domain.internal.order.SourceMark;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.MovieShape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks that every output of a successful job exists, is not empty, and no longer changes. Two equal observations are
 * sufficient for a movie whose structure shows that it is complete; a truncated one is never valid; other files must
 * stay unchanged for some time. A step function: the caller decides when to check. Not thread-safe.
 */
final class OutputCheck {
    private final MediaFiles files;
    private final OutputSearch search;
    private final List<Target> targets;
    private final Duration stableFor;
    private final boolean checksContent;
    private List<Seen> before = List.of();

    /**
     * Creates a check.
     *
     * @param stableFor how long an output without a verifiable structure must stay unchanged
     * @param checksContent whether the first bytes of an output must match its extension
     */
    OutputCheck(
            MediaFiles files, OutputSearch search, List<Target> targets, Duration stableFor, boolean checksContent) {
        this.files = files;
        this.search = search;
        this.targets = List.copyOf(targets);
        this.stableFor = stableFor;
        this.checksContent = checksContent;
    }

    /**
     * The observation of one target.
     *
     * @param sinceNanos since when it has been unchanged
     * @param again whether it was observed more than once
     * @param shape whether its structure is complete, once it was observed twice
     * @param mismatch what is wrong with its first bytes, once it was observed twice
     */
    private record Seen(
            FoundFiles foundFiles, long sinceNanos, boolean again, MovieShape shape, Optional<String> mismatch) {
        boolean isStable(long nanos, Duration longEnough) {
            return again
                    && foundFiles.isOne()
                    && mismatch.isEmpty()
                    && (shape == MovieShape.WHOLE
                            || (shape == MovieShape.UNKNOWN && nanos - sinceNanos >= longEnough.toNanos()));
        }
    }

    /**
     * Checks once.
     *
     * @param nanos the time, as {@link io.qmaster.domain.port.Timekeeper#elapsedNanos}
     * @param lastLook whether the present state is final
     * @return the output of each target, once all are decided
     */
    Optional<List<Output>> look(long nanos, boolean lastLook) {
        List<Seen> earlier = before;
        before = targets.stream()
                .map(target -> seen(
                        target,
                        search.look(target),
                        nanos,
                        earlier.isEmpty() ? null : earlier.get(targets.indexOf(target))))
                .toList();
        if (!lastLook && !before.stream().allMatch(seen -> seen.isStable(nanos, stableFor))) {
            return Optional.empty();
        }
        return Optional.of(targets.stream()
                .map(target -> output(target, before.get(targets.indexOf(target)), nanos))
                .toList());
    }

    /** Whether there is an output that may be valid once it has stayed unchanged long enough. */
    boolean isSettling() {
        return before.stream()
                .anyMatch(seen -> seen.foundFiles().isOne()
                        && seen.shape() == MovieShape.UNKNOWN
                        && seen.mismatch().isEmpty());
    }

    private Seen seen(Target target, FoundFiles foundFiles, long nanos, @Nullable Seen earlier) {
        return earlier == null || !earlier.foundFiles().equals(foundFiles)
                ? new Seen(foundFiles, nanos, false, MovieShape.UNKNOWN, Optional.empty())
                : new Seen(foundFiles, earlier.sinceNanos(), true, shape(foundFiles), mismatch(target, foundFiles));
    }

    /** Checks the first and the last frame of an image sequence. */
    private Optional<String> mismatch(Target target, FoundFiles foundFiles) {
        if (!checksContent || !foundFiles.isOne()) {
            return Optional.empty();
        }
        try {
            Path path = foundFiles.paths().get(0);
            List<Path> parts = files.look(path).isFolder() ? search.frames(target, path) : List.of(path);
            return Stream.of(parts.get(0), parts.get(parts.size() - 1))
                    .distinct()
                    .flatMap(part -> files.contentMismatch(part, target.source()).stream())
                    .findFirst();
        } catch (RuntimeException unknown) {
            return Optional.empty();
        }
    }

    private MovieShape shape(FoundFiles foundFiles) {
        try {
            Path path = foundFiles.isOne() ? foundFiles.paths().get(0) : null;
            return path == null || files.look(path).isFolder() ? MovieShape.UNKNOWN : files.shape(path);
        } catch (RuntimeException unknown) {
            return MovieShape.UNKNOWN;
        }
    }

    private Output output(Target target, Seen seen, long nanos) {
        FoundFiles foundFiles = seen.foundFiles();
        if (foundFiles.identity().isEmpty()) {
            return missing(target);
        }
        Path path = foundFiles.paths().get(0);
        FileIdentity identity = foundFiles.identity().get();
        if (foundFiles.isEmpty()) {
            return Output.faulty(target, OutputFault.OUTPUT_EMPTY, Optional.of(path), OptionalLong.of(0));
        }
        if (foundFiles.paths().size() > 1) {
            return faulty(target, OutputFault.OUTPUT_AMBIGUOUS, path, identity)
                    .because(foundFiles.paths().stream().map(FileNames::of).collect(Collectors.joining(", ")));
        }
        if (sourceChanged(target)) {
            return faulty(target, OutputFault.OUTPUT_INCOMPLETE, path, identity).because(Output.SOURCE_CHANGED);
        }
        if (seen.mismatch().isPresent()) {
            return faulty(target, OutputFault.OUTPUT_MISMATCH, path, identity)
                    .because(seen.mismatch().get());
        }
        if (isSource(target, identity)) {
            return faulty(target, OutputFault.OUTPUT_MISMATCH, path, identity)
                    .because("it is a hard link to the source");
        }
        if (seen.isStable(nanos, stableFor)) {
            return Output.good(target, path, identity);
        }
        Output incomplete = faulty(target, OutputFault.OUTPUT_INCOMPLETE, path, identity);
        return seen.shape() == MovieShape.CUT_OFF ? incomplete.because(Output.CUT_OFF) : incomplete;
    }

    private boolean isSource(Target target, FileIdentity identity) {
        try {
            return identity.key().isPresent()
                    && identity.key().equals(files.look(target.source()).key());
        } catch (RuntimeException unknown) {
            return false;
        }
    }

    private Output missing(Target target) {
        Output missing = Output.faulty(target, OutputFault.OUTPUT_MISSING, Optional.empty(), OptionalLong.empty());
        Optional<String> obstacle = search.obstacle(target).or(() -> inPlaceOf(target));
        if (obstacle.isPresent()) {
            return missing.because(obstacle.get());
        }
        List<String> others = search.othersOfTheStem(target);
        return others.isEmpty()
                ? search.besideSource(target)
                        .map(beside -> missing.because(beside + " beside its source may be the output"))
                        .orElse(missing)
                : missing.because("there is only " + String.join(", ", others));
    }

    /** Describes a file at the path of an output that cannot be one. */
    private Optional<String> inPlaceOf(Target target) {
        for (Path place : new Path[] {target.workPath(), target.plannedPath()}) {
            try {
                if (files.isLink(place)) {
                    return Optional.of(place + " is a symbolic link");
                }
                FileFacts facts = files.look(place);
                if (facts.isFolder() && !target.isImageSequence()) {
                    return Optional.of(place + " is a folder");
                }
                if (facts.exists() && !facts.isFile() && !facts.isFolder()) {
                    return Optional.of(place + " is neither a file nor a folder");
                }
            } catch (RuntimeException unknown) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Output faulty(Target target, OutputFault fault, Path path, FileIdentity identity) {
        return Output.faulty(target, fault, Optional.of(path), OptionalLong.of(identity.bytes()))
                .lastChanged(identity.modified());
    }

    /**
     * Whether the source changed, so that neither the old nor the new one was encoded. A source that was deleted counts
     * as unchanged.
     */
    private boolean sourceChanged(Target target) {
        try {
            FileFacts source = files.look(target.source());
            FileMark now = SourceMark.of(target.source(), source, files);
            boolean isThere = source.isFile() || (source.isFolder() && now.bytes() > 0);
            return isThere && !now.equals(target.sourceMark());
        } catch (RuntimeException unknown) {
            return false;
        }
    }
}
