package io.qmaster.domain.internal.submit;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileIdentity;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.finish.OutputSearch;
import io.qmaster.domain.internal.order.OldOutput;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Compares the paths that the engine may write with what they were when the order was checked. Seconds or minutes pass between
 * the two: a young source is watched, the monitor lists, a passing refusal is waited out.
 *
 * <p>Nothing can be done about a file that another program makes between the last look and the engine's own start.
 */
final class LastLook {
    private final MediaFiles files;
    private final Map<Path, First> before = new LinkedHashMap<>();

    /** What a path led to, and what was there. */
    private record Seen(String identity, FileFacts facts) {}

    /** A path of a target, and what was there first. */
    private record First(Target target, Seen seen) {}

    LastLook(MediaFiles files) {
        this.files = files;
    }

    /** Looks for the first time. */
    void begin(BatchOrder order) {
        for (Target target : order.targets()) {
            for (Path path : target.possiblePaths()) {
                before.put(path, new First(target, seen(path)));
            }
            for (Path path : target.possibleWorkPaths()) {
                before.computeIfAbsent(path, missing -> new First(target, seen(missing)));
            }
        }
    }

    /**
     * Makes sure that every path leads where it led before, so that no folder is made elsewhere.
     *
     * @throws DestinationException if one does not
     */
    void requireSamePlaces() {
        before.forEach((path, first) -> requireSamePlace(path, first.seen(), seen(path)));
    }

    /**
     * Makes sure that nothing came to a path since, and that what may be replaced is still what it was.
     *
     * @throws DestinationException otherwise
     */
    void requireUnchanged(ExistingOutput existing) {
        before.forEach((path, first) -> {
            Seen now = seen(path);
            requireSamePlace(path, first.seen(), now);
            if (now.facts().exists() && existing == ExistingOutput.REFUSE) {
                throw refusal("DESTINATION_EXISTS", "the output " + path + " exists by now: another program made it");
            }
            if (now.facts().exists() && !now.facts().equals(first.seen().facts())) {
                OldOutput.requireReplaceable(first.target(), path, files);
                throw refusal(
                        "DESTINATION_CHANGED",
                        "the output " + path + " was changed after it was found that it may be replaced");
            }
        });
    }

    /**
     * Which files are there that could be taken for an output later.
     *
     * @throws DestinationException if they cannot be looked at
     */
    Map<Path, FileIdentity> standing(BatchOrder order) {
        return answering(() -> OutputSearch.standing(order, files));
    }

    private static void requireSamePlace(Path path, Seen then, Seen now) {
        if (now.facts().isDanglingLink() || !now.identity().equals(then.identity())) {
            throw refusal(
                    "DESTINATION_CHANGED",
                    "the output " + path + " would be written elsewhere: a symbolic link was put in its way");
        }
    }

    private static DestinationException refusal(String code, String message) {
        return new DestinationException(Failure.notQueued(code, message + "; nothing was submitted")
                .hint("look at what is there, and submit again"));
    }

    private Seen seen(Path path) {
        return answering(() -> new Seen(files.identity(path), files.look(path)));
    }

    private static <T> T answering(Supplier<T> look) {
        try {
            return look.get();
        } catch (VolumeNotAnsweringException silent) {
            throw new DestinationException(OrderResolver.silence(silent));
        } catch (UncheckedIOException unreadable) {
            throw new DestinationException(OrderResolver.unreadable(unreadable));
        }
    }
}
