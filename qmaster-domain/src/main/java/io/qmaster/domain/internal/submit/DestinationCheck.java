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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Compares the paths that the engine may write with their state when the order was checked, seconds or minutes before:
 * meanwhile a source is observed, batches are listed, and a pause follows a temporary refusal.
 *
 * <p>A file that another program creates between the last check and the start of the engine cannot be detected.
 */
final class DestinationCheck {
    private final MediaFiles files;
    private final Map<Path, First> before = new LinkedHashMap<>();

    /** The identity of a path, and the file there. */
    private record Seen(String identity, FileFacts facts) {}

    /** The target of a path, and the first state of the path. */
    private record First(Target target, Seen seen) {}

    DestinationCheck(MediaFiles files) {
        this.files = files;
    }

    /** Records the first state. */
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
     * Checks that every path still leads to the same place, so that no folder is created elsewhere.
     *
     * @throws DestinationException if one does not
     */
    void requireSamePlaces() {
        before.forEach((path, first) -> requireSamePlace(path, first.seen(), seen(path)));
    }

    /**
     * Checks that no file was created since, and that files that may be replaced are unchanged.
     *
     * @throws DestinationException otherwise
     */
    void requireUnchanged(ExistingOutput existing) {
        before.forEach((path, first) -> {
            Seen now = seen(path);
            requireSamePlace(path, first.seen(), now);
            if (now.facts().exists() && existing == ExistingOutput.REFUSE) {
                throw refusal("DESTINATION_EXISTS", "the output " + path + " now exists: another program created it");
            }
            if (now.facts().exists() && !now.facts().equals(first.seen().facts())) {
                OldOutput.requireReplaceable(first.target(), path, files);
                throw refusal("DESTINATION_CHANGED", "the output " + path + " was changed after it was checked");
            }
        });
    }

    /**
     * The existing files that could later be taken for an output.
     *
     * @throws DestinationException if they cannot be accessed
     */
    Map<Path, FileIdentity> standing(BatchOrder order) {
        return OrderResolver.answering(DestinationException::new, () -> OutputSearch.standing(order, files));
    }

    private static void requireSamePlace(Path path, Seen then, Seen now) {
        if (now.facts().isDanglingLink() || !now.identity().equals(then.identity())) {
            throw refusal(
                    "DESTINATION_CHANGED",
                    "the output " + path + " would be written elsewhere: a symbolic link was created in its path");
        }
    }

    private static DestinationException refusal(String code, String message) {
        return new DestinationException(Failure.notQueued(code, message + "; nothing was submitted")
                .hint("check the destination, and submit again"));
    }

    private Seen seen(Path path) {
        return OrderResolver.answering(
                DestinationException::new, () -> new Seen(files.identity(path), files.look(path)));
    }
}
