package io.qmaster.domain.internal.order;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileMark;
import io.qmaster.domain.Policy;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Waits until a recently changed source no longer changes. */
public final class SourceStability {
    private final MediaFiles files;
    private final Policy policy;
    private final Timekeeper time;

    public SourceStability(MediaFiles files, Policy policy, Timekeeper time) {
        this.files = files;
        this.policy = policy;
        this.time = time;
    }

    /** Whether a source was changed so recently that it must be observed. */
    public boolean mustWatch(BatchOrder order) {
        return order.targets().stream().map(Target::sourceMark).anyMatch(this::isFresh);
    }

    /**
     * Waits until no source changes.
     *
     * @return the order with the present marks of the sources
     * @throws SourceFileException if one is still changing when the time is over
     */
    public BatchOrder settled(BatchOrder order) throws InterruptedException {
        Deadline deadline = Deadline.after(policy.sourceTimeout(), time);
        Map<Path, FileMark> marks = new HashMap<>();
        order.targets().forEach(target -> marks.put(target.source(), target.sourceMark()));
        while (marks.values().stream().anyMatch(this::isFresh)) {
            time.pause(policy.sourceStableFor());
            List<Path> changing = new ArrayList<>();
            marks.replaceAll((source, mark) -> {
                FileMark now = markOf(source);
                if (!now.equals(mark)) {
                    changing.add(source);
                }
                return now;
            });
            if (changing.isEmpty()) {
                break;
            }
            if (deadline.hasPassed(time)) {
                throw new SourceFileException(Failure.notQueued(
                                "SOURCE_CHANGING", "the source " + changing.get(0) + " is still being written")
                        .hint("submit it when it is complete, or wait longer for it")
                        .worthRetrying());
            }
        }
        BatchOrder settled = order.with(
                order.targets().stream().map(target -> marked(target, marks)).toList());
        requireContent(settled);
        return settled;
    }

    /**
     * Rejects empty sources. Called after the wait, since a source that is being copied is empty at first.
     *
     * @throws SourceFileException if a movie is empty, or all frames of a folder are empty
     */
    public static void requireContent(BatchOrder order) {
        for (Target target : order.targets()) {
            if (target.sourceMark().bytes() == 0) {
                throw new SourceFileException(
                        Failure.notQueued("SOURCE_EMPTY", "the source " + target.source() + " is empty (0 bytes)")
                                .hint("check that it was copied completely"));
            }
        }
    }

    private static Target marked(Target target, Map<Path, FileMark> marks) {
        FileMark mark = marks.get(target.source());
        return mark == null ? target : target.marked(mark);
    }

    /** A change in the future comes from another clock and counts as recent only if it is near. */
    private boolean isFresh(FileMark mark) {
        Duration age = Duration.between(mark.modified(), time.now()).abs();
        return age.compareTo(policy.sourceFresh()) < 0;
    }

    private FileMark markOf(Path source) {
        try {
            FileFacts facts = files.look(source);
            if (!facts.exists()) {
                throw new SourceFileException(
                        Failure.notQueued("SOURCE_MISSING", "the source " + source + " no longer exists")
                                .hint("check the path"));
            }
            return SourceMark.of(source, facts, files);
        } catch (VolumeNotAnsweringException silent) {
            throw new SourceFileException(OrderResolver.silence(silent));
        } catch (UncheckedIOException unreadable) {
            throw new SourceFileException(Failure.notQueued(
                            "FILE_UNREADABLE", "a source could not be accessed: " + Reason.withPath(unreadable))
                    .because(unreadable));
        }
    }
}
