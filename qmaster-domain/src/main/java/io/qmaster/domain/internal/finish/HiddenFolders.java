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
 * The hidden folders that an engine writes into before outputs are published. The journal is not trusted: a folder is
 * deleted only if its name has the token of a submission and its path belongs to an order of it. Thread-safe.
 */
public final class HiddenFolders {
    /** The prefix of the names of old outputs while new ones replace them. */
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

    /** Whether a hidden folder of an order exists. */
    boolean isLeft(BatchOrder order) {
        return order.targets().stream()
                .anyMatch(target ->
                        isOurs(order, target) && files.look(of(order, target)).exists());
    }

    /**
     * Deletes the folders of an order that the engine never had. A folder with a non-empty file is kept and reported.
     */
    public void discard(BatchOrder order, BatchLog log) {
        for (Target target : order.targets()) {
            if (isOurs(order, target)) {
                attempt("delete the folder " + of(order, target), log, () -> {
                    Path folder = of(order, target);
                    if (hasBytes(folder)) {
                        log.warn("the folder " + folder + " is kept, because there is a file in it");
                    } else {
                        delete(folder);
                    }
                });
            }
        }
    }

    /**
     * Deletes the hidden folders of other submissions beside the outputs of an order.
     *
     * @param published the submission with a token, if it no longer needs its hidden folder
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
     * Deletes what could not be deleted when an order ended. Keeps a folder with an invalid output or with a file that
     * the engine wrote beside a valid one.
     *
     * @param found the outputs of the order; none if the engine never had it
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
                folder -> !hasBytes(folder)
                        || (!found.isEmpty()
                                && !mayBeKept.contains(folder)
                                && (!used.contains(folder)
                                        || sideFiles.in(folder, order, found).isEmpty())),
                log);
    }

    /**
     * Deletes the hidden folders of an order that was given up. Keeps a folder with a file, unless all of its outputs
     * have been made since.
     */
    void removeAbandoned(BatchOrder order, Predicate<Target> isMadeSince, BatchLog log) {
        remove(
                order,
                folder -> !hasBytes(folder)
                        || order.targets().stream()
                                .filter(target -> of(order, target).equals(folder))
                                .allMatch(isMadeSince),
                log);
    }

    private void remove(BatchOrder order, Predicate<Path> isDeletable, BatchLog log) {
        for (Target target : order.targets()) {
            if (isOurs(order, target)) {
                Path folder = of(order, target);
                attempt("delete the folder " + folder, log, () -> {
                    if (files.look(folder).exists() && isDeletable.test(folder)) {
                        delete(folder);
                    }
                });
            }
        }
    }

    /** Whether the work path of a target is the one that an order of its submission has; no other is touched. */
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
        } catch (RuntimeException unknown) {
            return false;
        }
    }

    boolean hasBytes(Path folder) {
        try {
            return files.namesIn(folder).stream().anyMatch(name -> sideFiles.hasBytes(folder.resolve(name)));
        } catch (RuntimeException unknown) {
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
            return failed.getReason() == null ? described(failed) : failed.getReason();
        }
        return Reason.withPath(refused);
    }

    /** These exceptions of the JDK have no reason. */
    private static String described(FileSystemException failed) {
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
