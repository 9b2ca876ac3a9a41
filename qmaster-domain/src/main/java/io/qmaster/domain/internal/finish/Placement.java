package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileIdentity;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Publication;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.order.DestinationFolder;
import io.qmaster.domain.internal.order.KnownOutput;
import io.qmaster.domain.internal.order.OldOutput;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Moves outputs from the hidden folder that the engine writes into to their final place.
 *
 * <p>The journal can be damaged or forged and is not trusted. A file is moved only if it is still the checked file and
 * is in a hidden folder with the submission's token in its name, beside the planned output; only such a folder is
 * deleted. A file is replaced only if it is the one that existed when the engine was called.
 */
public final class Placement {
    private final MediaFiles files;
    private final HiddenFolders hiddenFolders;
    private final SideFiles sideFiles;

    public Placement(MediaFiles files) {
        this.files = files;
        this.hiddenFolders = new HiddenFolders(files);
        this.sideFiles = new SideFiles(files);
    }

    /** Whether files are moved at the end of an order. */
    static boolean moves(BatchOrder order) {
        return order.publication() == Publication.ATOMIC;
    }

    /**
     * Whether the output of a target may already be in its place although the journal does not know: a process that
     * could not write the journal moved it and deleted the hidden folder.
     */
    static boolean mayBeDone(BatchOrder order, Target target, MediaFiles files) {
        return moves(order) && !files.look(hidden(order, target)).exists();
    }

    /**
     * Creates the folders that the engine writes into, since it does not (observed with Compressor 5).
     *
     * @throws DestinationException if one cannot be created
     */
    public void makeFolders(BatchOrder order) {
        for (Target target : order.targets()) {
            Path folder = target.workPath().getParent();
            try {
                if (moves(order) && files.isLink(hidden(order, target))) {
                    throw new IOException(hidden(order, target) + " is a link");
                }
                files.makeFolder(folder == null ? target.workPath() : folder);
            } catch (IOException refused) {
                throw new DestinationException(Failure.notQueued(
                                "DESTINATION_FOLDER",
                                "the folder of the output " + target.plannedPath() + " cannot be created: "
                                        + refused.getMessage())
                        .hint("choose a destination in a folder that you may write to")
                        .because(refused));
            } catch (VolumeNotAnsweringException silent) {
                throw new DestinationException(OrderResolver.silence(silent));
            }
        }
    }

    /**
     * Publishes every valid output, and then deletes what it replaces. Can be repeated after a process died in between.
     *
     * @param checked the outputs where they were found
     * @return the outputs where they are now
     */
    List<Output> settle(BatchOrder order, List<Output> checked, BatchLog log) {
        List<Output> settled = new ArrayList<>();
        Set<Path> done = new HashSet<>();
        Set<Path> kept = new HashSet<>();
        for (Output output : checked) {
            if (!hiddenFolders.isOurs(order, output.target())) {
                settled.add(output.isGood() ? notMoved(order, output, log) : output);
                continue;
            }
            Output placed = output.isGood() ? placed(order, output, log) : output;
            settled.add(placed);
            Path folder = hidden(order, placed.target());
            done.add(folder);
            if (placed.isGood()) {
                deleteReplaced(order, placed, log);
            } else if (placed.fault().isPresent() && hiddenFolders.hasBytes(folder)) {
                kept.add(folder);
            }
        }
        done.removeAll(kept);
        done.forEach(folder ->
                HiddenFolders.attempt("delete the folder " + folder, log, () -> empty(folder, order, settled, log)));
        return settled.stream()
                .map(output -> output.path()
                                .filter(path -> done.contains(path.getParent()))
                                .isPresent()
                        ? withoutPlace(output)
                        : output)
                .toList();
    }

    /**
     * Publishes what the engine wrote beside valid outputs, and deletes the folder. Without a valid output everything
     * is deleted.
     */
    private void empty(Path folder, BatchOrder order, List<Output> settled, BatchLog log) throws IOException {
        boolean isUsed = settled.stream()
                .filter(Output::isGood)
                .anyMatch(output -> hidden(order, output.target()).equals(folder));
        if (isUsed && !sideFiles.publish(folder, order, settled, log)) {
            return;
        }
        List<String> left = sideFiles.madeIn(folder);
        if (!left.isEmpty()) {
            log.info("deleting leftovers of the engine in " + folder + ": " + String.join(", ", left));
        }
        hiddenFolders.delete(folder);
    }

    private static Output withoutPlace(Output gone) {
        Output faulty = Output.faulty(gone.target(), gone.fault().orElseThrow(), Optional.empty(), gone.bytes());
        return gone.reason().map(faulty::because).orElse(faulty);
    }

    /** Whether an output that could not be moved still exists, so that it can be tried again. */
    boolean canBeTriedAgain(Output output) {
        try {
            return output.fault().equals(Optional.of(OutputFault.OUTPUT_NOT_PUBLISHED))
                    && output.path().filter(path -> files.look(path).exists()).isPresent();
        } catch (RuntimeException unknown) {
            return true;
        }
    }

    /** A valid output that is not where its order puts it, or whose folder was replaced by a link. */
    private Output notMoved(BatchOrder order, Output output, BatchLog log) {
        Optional<String> obstacle = DestinationFolder.obstacle(output.target().plannedPath(), files);
        if (obstacle.isEmpty()) {
            return notOurs(order, output, log);
        }
        log.error("the output " + output.path().orElseThrow() + " is not moved: " + obstacle.get());
        return Output.faulty(output.target(), OutputFault.OUTPUT_MISSING, Optional.empty(), OptionalLong.empty())
                .because(obstacle.get());
    }

    private static Output notOurs(BatchOrder order, Output output, BatchLog log) {
        log.error("the journal says that an output of " + order.submissionId() + " is "
                + output.path().orElseThrow() + ", a path that no order has: it is not moved");
        return Output.faulty(output.target(), OutputFault.OUTPUT_MISSING, Optional.empty(), OptionalLong.empty());
    }

    private Output placed(BatchOrder order, Output output, BatchLog log) {
        Target target = output.target();
        Path from = output.path().orElseThrow();
        Path to = target.plannedPath().resolveSibling(FileNames.of(from));
        boolean named =
                FileNames.stem(from).equals(FileNames.stem(target.workPath())) || from.equals(target.workPath());
        boolean hidden = hidden(order, target).equals(from.getParent());
        if (!named || !(hidden || from.equals(to))) {
            return notOurs(order, output, log);
        }
        Path aside = aside(order, target, to);
        try {
            if (!hidden || !files.look(from).exists()) {
                return KnownOutput.isAt(to, output, files) ? output.at(to) : missing(output, aside, to, log);
            }
            if (!KnownOutput.isAt(from, output, files)) {
                putBack(aside, to, log);
                return faulty(output, OutputFault.OUTPUT_INCOMPLETE);
            }
            publish(order, target, from, to);
            log.info("the output " + to + " is in its place");
            return output.at(to);
        } catch (IOException | RuntimeException refused) {
            String why = HiddenFolders.reason(refused);
            log.error("the output " + from + " is good, but cannot be moved to " + to + ": " + why);
            putBack(aside, to, log);
            return faulty(output, OutputFault.OUTPUT_NOT_PUBLISHED).because(why);
        }
    }

    private Output missing(Output output, Path aside, Path to, BatchLog log) {
        putBack(aside, to, log);
        return Output.faulty(output.target(), OutputFault.OUTPUT_MISSING, Optional.empty(), OptionalLong.empty());
    }

    private static Output faulty(Output output, OutputFault fault) {
        Output faulty = Output.faulty(output.target(), fault, output.path(), output.bytes());
        return output.modified().map(faulty::lastChanged).orElse(faulty);
    }

    private void publish(BatchOrder order, Target target, Path from, Path to) throws IOException {
        FileFacts old = files.look(to);
        if (!old.exists() && !files.isLink(to)) {
            files.move(from, to);
            return;
        }
        if (!mayReplace(order, target, to)) {
            throw new FileAlreadyExistsException(to.toString(), null, obstacle(order, to));
        }
        if (old.isFile() && files.look(from).isFile()) {
            files.replace(from, to);
            return;
        }
        files.move(to, aside(order, target, to));
        files.move(from, to);
    }

    /**
     * Whether the file at a path may be replaced: the user allowed it, the path is a possible one of the target, and
     * the file is the one that existed then.
     */
    private boolean mayReplace(BatchOrder order, Target target, Path path) {
        FileIdentity before = order.standing().get(path);
        if (order.existingOutput() != ExistingOutput.REPLACE
                || before == null
                || !target.possiblePaths().contains(path)
                || files.isLink(path)) {
            return false;
        }
        OldOutput.requireReplaceable(target, path, files);
        return KnownOutput.identity(path, files).filter(before::isMarkedAs).isPresent();
    }

    /** Why the file at a path may not be replaced. */
    private String obstacle(BatchOrder order, Path path) {
        if (files.isLink(path)) {
            return path + " is a symbolic link, which is never replaced";
        }
        FileIdentity before = order.standing().get(path);
        if (before == null) {
            return path + " was created after the batch was submitted";
        }
        return KnownOutput.identity(path, files).filter(before::isMarkedAs).isPresent()
                ? path + " existed before the batch was submitted, and may not be replaced"
                : path + " was changed after the batch was submitted";
    }

    /**
     * Deletes the old output. If the engine chose another extension, that includes the file at the requested path,
     * which would be taken for the new output; but not a file beside a folder of frames.
     */
    private void deleteReplaced(BatchOrder order, Output made, BatchLog log) {
        Target target = made.target();
        Path planned = target.plannedPath();
        Path to = made.path().orElseThrow();
        HiddenFolders.attempt("delete the old output " + planned, log, () -> {
            if (!target.isImageSequence()
                    && !planned.equals(to)
                    && files.look(hidden(order, target)).isFolder()
                    && files.look(planned).isFile()
                    && mayReplace(order, target, planned)) {
                files.move(planned, aside(order, target, planned));
            }
        });
        for (Path old : List.of(planned, to)) {
            HiddenFolders.attempt(
                    "delete the old output " + old, log, () -> hiddenFolders.delete(aside(order, target, old)));
        }
    }

    /** Restores an old folder of frames if the new one could not be moved. */
    private void putBack(Path aside, Path to, BatchLog log) {
        HiddenFolders.attempt("move the old output " + to + " back", log, () -> {
            if (files.look(aside).exists() && !files.look(to).exists()) {
                files.move(aside, to);
            }
        });
    }

    private static Path hidden(BatchOrder order, Target target) {
        return HiddenFolders.of(order, target);
    }

    /** The temporary path of an old output in the hidden folder. */
    private static Path aside(BatchOrder order, Target target, Path to) {
        return hidden(order, target).resolve(HiddenFolders.REPLACED + FileNames.of(to));
    }
}
