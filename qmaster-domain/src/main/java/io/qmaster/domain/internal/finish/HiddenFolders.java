package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.Output;
import io.qmaster.domain.Publication;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.order.DestinationFolder;
import io.qmaster.domain.internal.order.HiddenFolder;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The hidden folders that an engine writes into before its outputs are brought to their place. Whatever a journal says, only a
 * folder is deleted that has the token of a submission in its name and is where an order of it puts it. Thread-safe.
 */
public final class HiddenFolders {
    /** How the names of old outputs begin while they make room for new ones. */
    static final String REPLACED = ".replaced-";

    private final MediaFiles files;
    private final SideFiles sideFiles;

    public HiddenFolders(MediaFiles files) {
        this.files = files;
        this.sideFiles = new SideFiles(files);
    }

    static Path of(BatchOrder order, Target target) {
        return HiddenFolder.beside(target.plannedPath(), token(order));
    }

    /** Whether a hidden folder of an order is there. */
    boolean isLeft(BatchOrder order) {
        return order.targets().stream()
                .anyMatch(target ->
                        isOurs(order, target) && files.look(of(order, target)).exists());
    }

    /**
     * Removes the folders that the engine was to write into, since it never had the order. One that holds a file with bytes
     * is kept and reported: something wrote it.
     */
    public void discard(BatchOrder order, BatchLog log) {
        for (Target target : order.targets()) {
            if (isOurs(order, target)) {
                attempt("delete the folder " + of(order, target), log, () -> {
                    Path folder = of(order, target);
                    if (holdsBytes(folder)) {
                        log.warn("the folder " + folder + " is kept, since there is a file in it");
                    } else {
                        delete(folder);
                    }
                });
            }
        }
    }

    /**
     * Deletes the hidden folders that other submissions left beside the outputs of an order.
     *
     * @param published the submission that has a token, if it is known to need its hidden folder no more
     */
    void sweep(BatchOrder order, Function<String, Optional<JournalEntry>> published, BatchLog log) {
        Set<Path> places = new HashSet<>();
        order.targets()
                .forEach(target ->
                        Optional.ofNullable(target.plannedPath().getParent()).ifPresent(places::add));
        for (Path place : places) {
            attempt("look for folders that are left in " + place, log, () -> {
                for (String name : files.namesIn(place)) {
                    HiddenFolder.token(name)
                            .flatMap(published)
                            .ifPresent(entry -> removeLeftovers(entry.order(), entry.targets(), log));
                }
            });
        }
    }

    /**
     * Deletes what could not be deleted when an order ended. A folder that was kept on purpose, since there is an output in it
     * that is not good, or a file that the engine wrote beside one that is, is left.
     *
     * @param found what was found at the end; nothing of an order that the engine never had
     */
    void removeLeftovers(BatchOrder order, List<Output> found, BatchLog log) {
        Set<Path> mayBeKept = found.stream()
                .filter(output -> output.fault().isPresent())
                .map(output -> of(order, output.target()))
                .collect(Collectors.toSet());
        Set<Path> used = found.stream()
                .filter(Output::isGood)
                .map(output -> of(order, output.target()))
                .collect(Collectors.toSet());
        remove(
                order,
                folder -> !holdsBytes(folder)
                        || (!found.isEmpty()
                                && !mayBeKept.contains(folder)
                                && (!used.contains(folder)
                                        || sideFiles.in(folder, order, found).isEmpty())),
                log);
    }

    /**
     * Deletes the hidden folders of an order that was given up. One with a file in it is left, unless all that was to be made
     * there has been made since.
     */
    void removeAbandoned(BatchOrder order, Predicate<Target> isMadeSince, BatchLog log) {
        remove(
                order,
                folder -> !holdsBytes(folder)
                        || order.targets().stream()
                                .filter(target -> of(order, target).equals(folder))
                                .allMatch(isMadeSince),
                log);
    }

    private void remove(BatchOrder order, Predicate<Path> mayGo, BatchLog log) {
        for (Target target : order.targets()) {
            if (isOurs(order, target)) {
                Path folder = of(order, target);
                attempt("delete the folder " + folder, log, () -> {
                    if (files.look(folder).exists() && mayGo.test(folder)) {
                        delete(folder);
                    }
                });
            }
        }
    }

    /** Whether the work path of a target is where an order of its submission puts it: nothing else is touched. */
    boolean isOurs(BatchOrder order, Target target) {
        Path planned = target.plannedPath();
        Path work = target.workPath();
        try {
            return Placement.moves(order)
                    && order.targets().contains(target)
                    && planned.isAbsolute()
                    && planned.equals(planned.normalize())
                    && work.equals(HiddenFolder.workPath(planned, Publication.ATOMIC, token(order)))
                    && !files.isLink(of(order, target))
                    && DestinationFolder.obstacle(planned, files).isEmpty();
        } catch (RuntimeException unseen) {
            return false;
        }
    }

    boolean holdsBytes(Path folder) {
        try {
            return files.namesIn(folder).stream().anyMatch(name -> sideFiles.holdsBytes(folder.resolve(name)));
        } catch (RuntimeException unseen) {
            return true;
        }
    }

    void delete(Path path) throws IOException {
        if (files.look(path).exists()) {
            files.deleteTree(path);
        }
    }

    interface FileCall {
        void run() throws IOException;
    }

    static void attempt(String what, BatchLog log, FileCall call) {
        try {
            call.run();
        } catch (IOException | RuntimeException refused) {
            log.error("could not " + what + ": " + reason(refused));
        }
    }

    static String reason(Exception refused) {
        if (refused instanceof FileSystemException failed) {
            return failed.getReason() == null ? named(failed) : failed.getReason();
        }
        return Reason.withPath(refused);
    }

    /** The JDK gives these no reason of their own. */
    private static String named(FileSystemException failed) {
        if (failed instanceof FileAlreadyExistsException) {
            return failed.getFile() + " exists";
        }
        if (failed instanceof NoSuchFileException) {
            return failed.getFile() + " does not exist";
        }
        return failed instanceof AccessDeniedException
                ? "permission denied: " + failed.getFile()
                : String.valueOf(failed.getMessage());
    }

    private static String token(BatchOrder order) {
        return order.submissionId().token();
    }
}
