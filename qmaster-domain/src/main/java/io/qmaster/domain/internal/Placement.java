package io.qmaster.domain.internal;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.ExistingOutput;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Output;
import io.qmaster.domain.OutputFault;
import io.qmaster.domain.Publication;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.VolumeNotAnsweringException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How outputs come to their place, and what stood there before goes out of it and back.
 *
 * <p>Every name that it makes follows from the order alone, so that another process can tidy up after one that died. It
 * deletes only what bears the token of its own submission.
 */
final class Placement {
    private final MediaFiles files;

    Placement(MediaFiles files) {
        this.files = files;
    }

    /** Where the engine is told to write. */
    static Path workPath(Path planned, Publication publication, String token) {
        return publication == Publication.DIRECT
                ? planned
                : planned.resolveSibling(".qmaster-" + token).resolve(FileNames.of(planned));
    }

    /**
     * Makes the folders that the engine writes into: it does not (observed with Compressor 5).
     *
     * @throws DestinationException if one cannot be made
     */
    void makeFolders(BatchOrder order) {
        for (Target target : order.targets()) {
            Path folder = target.workPath().getParent();
            try {
                files.makeFolder(folder == null ? target.workPath() : folder);
            } catch (IOException refused) {
                throw new DestinationException(Failure.notQueued(
                                "DESTINATION_FOLDER",
                                "the folder of the output " + target.plannedPath() + " cannot be made: "
                                        + refused.getMessage())
                        .hint("name a destination in a folder that you may write")
                        .because(refused));
            } catch (VolumeNotAnsweringException silent) {
                throw new DestinationException(OrderResolver.silence(silent));
            }
        }
    }

    /**
     * Moves aside what stands where the engine will write. Does nothing the second time, and nothing for outputs that are
     * published: those make room at the end.
     *
     * @throws DestinationException if something cannot be moved; {@link #restore} brings back what was moved already
     */
    void makeRoom(BatchOrder order) {
        if (order.existingOutput() != ExistingOutput.REPLACE || order.publication() != Publication.DIRECT) {
            return;
        }
        try {
            for (Target target : order.targets()) {
                for (Path path : target.possiblePaths()) {
                    moveAside(order, target, path);
                }
            }
        } catch (DestinationException mustStay) {
            throw mustStay;
        } catch (IOException | RuntimeException refused) {
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_EXISTS", "an old output cannot be moved aside: " + refused.getMessage())
                    .hint("move it away by hand, or choose another destination")
                    .because(refused));
        }
    }

    /** Whether files are moved at the end of an order, however it ends. */
    static boolean moves(BatchOrder order) {
        return order.publication() == Publication.ATOMIC || order.existingOutput() == ExistingOutput.REPLACE;
    }

    /**
     * Where the output of a target may be found: where the engine was told to write, and where it is wanted if a program
     * that died could have brought it there already.
     */
    List<List<Path>> placesOf(BatchOrder order, Target target) {
        boolean mayBePublished = order.publication() == Publication.ATOMIC
                && (order.existingOutput() == ExistingOutput.REFUSE
                        || target.possiblePaths().stream()
                                .anyMatch(path -> files.look(aside(order, path)).exists()));
        return mayBePublished
                ? List.of(target.possibleWorkPaths(), target.possiblePaths())
                : List.of(target.possibleWorkPaths());
    }

    /**
     * Puts back what was moved aside, since the engine never had the order, and removes what it was to be written into. What
     * stands there by now is somebody's who put it there meanwhile, and stays.
     */
    void restore(BatchOrder order, BatchLog log) {
        for (Target target : order.targets()) {
            for (Path path : target.possiblePaths()) {
                attempt("move the old output " + path + " back", log, () -> putBackBeside(order, path, log));
            }
        }
        removeWorkFolders(order, order.targets(), log);
    }

    /**
     * Puts back what was moved aside, since nobody can say what comes of the order. What it was to be written into stays: a
     * whole output may lie there.
     */
    void putBack(BatchOrder order, BatchLog log) {
        order.targets().forEach(target -> restore(order, target, log));
    }

    /**
     * Brings every good output to its place and lets what stood there go; of every other, puts back what stood there. What
     * of that was done before is left as it is, so that it can be done again for one who died in the middle.
     *
     * @param checked every output where it was found
     * @return the outputs where they are now
     */
    List<Output> settle(BatchOrder order, List<Output> checked, BatchLog log) {
        List<Output> settled = new ArrayList<>();
        List<Target> done = new ArrayList<>();
        for (Output output : checked) {
            Output placed = output.isGood() ? placed(order, output, log) : output;
            if (placed.isGood()) {
                letGo(order, placed, log);
                settled.add(placed);
            } else {
                restore(order, placed.target(), log);
                settled.add(whereItIs(order, placed));
            }
            // What is good but not published, or still grows, must not be lost.
            if (placed.isGood() || placed.path().isEmpty() || placed.bytes().orElse(0) == 0) {
                done.add(placed.target());
            }
        }
        removeWorkFolders(order, done, log);
        return List.copyOf(settled);
    }

    private Output placed(BatchOrder order, Output output, BatchLog log) {
        if (order.publication() == Publication.DIRECT) {
            return output;
        }
        Path from = output.path().orElseThrow();
        Path to = output.target().plannedPath().resolveSibling(FileNames.of(from));
        if (from.equals(to)) {
            return output;
        }
        try {
            if (!files.look(from).exists() && KnownOutput.stands(output, to, files)) {
                return output.at(to);
            }
            // Where nobody foresaw an output, nobody was asked whether what stands there may go.
            if (order.existingOutput() == ExistingOutput.REPLACE
                    && output.target().possiblePaths().contains(to)) {
                moveAside(order, output.target(), to);
            }
            files.move(from, to);
            return output.at(to);
        } catch (IOException | RuntimeException refused) {
            log.error("the output " + from + " is good, but cannot be moved to " + to + ": " + refused.getMessage());
            return Output.faulty(output.target(), OutputFault.OUTPUT_NOT_PUBLISHED, Optional.of(from), output.bytes());
        }
    }

    /**
     * The user said that the old output may go, and the new one is good. What stood where the engine might have written and
     * did not was in nobody's way, and is put back.
     */
    private void letGo(BatchOrder order, Output made, BatchLog log) {
        Target target = made.target();
        for (Path path : target.possiblePaths()) {
            if (!isReplaced(path, made)) {
                attempt("move " + path + " back", log, () -> putBack(order, path, log));
                continue;
            }
            Path aside = aside(order, path);
            attempt("delete the old output " + aside, log, () -> {
                if (files.look(aside).exists()) {
                    files.deleteTree(aside);
                }
            });
        }
    }

    /**
     * Also what stood where the movie was wanted, if the engine chose another extension: it would be taken for the new one.
     * Frames are wanted in a folder, and nobody takes a picture beside it for them.
     */
    private static boolean isReplaced(Path path, Output made) {
        Target target = made.target();
        return made.path().equals(Optional.of(path))
                || (!target.isImageSequence() && path.equals(target.plannedPath()));
    }

    private void restore(BatchOrder order, Target target, BatchLog log) {
        for (Path path : target.possiblePaths()) {
            attempt("move the old output " + path + " back", log, () -> putBack(order, path, log));
        }
    }

    private void removeWorkFolders(BatchOrder order, List<Target> done, BatchLog log) {
        if (order.publication() == Publication.DIRECT
                || done.size() < order.targets().size()) {
            return;
        }
        for (Target target : done) {
            Path folder = target.workPath().getParent();
            if (folder != null) {
                attempt("delete the folder " + folder, log, () -> {
                    if (files.look(folder).exists()) {
                        files.deleteTree(folder);
                    }
                });
            }
        }
    }

    private interface FileCall {
        void run() throws IOException;
    }

    private static void attempt(String what, BatchLog log, FileCall call) {
        try {
            call.run();
        } catch (IOException | RuntimeException refused) {
            log.error("could not " + what + ": " + refused.getMessage());
        }
    }

    /** @throws DestinationException if what stands there may not go, or no longer: it was looked at before, perhaps hours ago */
    private void moveAside(BatchOrder order, Target target, Path path) throws IOException {
        Path aside = aside(order, path);
        if (files.look(path).exists() && !files.look(aside).exists()) {
            OldOutput.requireReplaceable(target, path, files);
            files.move(path, aside);
        }
    }

    private void putBackBeside(BatchOrder order, Path path, BatchLog log) throws IOException {
        Path aside = aside(order, path);
        if (files.look(aside).exists() && files.look(path).exists()) {
            Path old = path.resolveSibling(FileNames.of(path) + ".old-" + token(order));
            files.move(aside, old);
            log.warn("something else stands at " + path + " by now: the old output is " + old);
        } else {
            putBack(order, path, log);
        }
    }

    private void putBack(BatchOrder order, Path path, BatchLog log) throws IOException {
        Path aside = aside(order, path);
        if (!files.look(aside).exists()) {
            return;
        }
        if (files.look(path).exists()) {
            Path failed = failed(order, path);
            files.move(path, failed);
            log.warn("what the engine left at " + path + " is now " + failed);
        }
        files.move(aside, path);
        log.tell("the old output " + path + " is back");
    }

    /** What is no good may have made room for the old output, now or when a program did this that died. */
    private Output whereItIs(BatchOrder order, Output faulty) {
        try {
            return faulty.path()
                    .map(path -> failed(order, path))
                    .filter(path -> files.look(path).exists())
                    .map(faulty::at)
                    .orElse(faulty);
        } catch (RuntimeException unseen) {
            return faulty;
        }
    }

    private static Path failed(BatchOrder order, Path path) {
        return path.resolveSibling(FileNames.of(path) + ".failed-" + token(order));
    }

    private static Path aside(BatchOrder order, Path path) {
        return path.resolveSibling("." + FileNames.of(path) + ".qmaster-" + token(order));
    }

    private static String token(BatchOrder order) {
        return order.submissionId().token();
    }
}
