package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Output;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The files that an engine writes beside its outputs, such as captions or a log. They are published with the outputs,
 * without replacing any file; those that cannot be moved are kept. Thread-safe.
 */
final class SideFiles {
    /** Names of temporary files while a job is encoded in segments (observed with Compressor 5). */
    private static final Pattern SEGMENT = Pattern.compile(".*\\.sb-[^.]+", Pattern.DOTALL);

    /** Prefixes of names that the Finder creates, and of replaced outputs. */
    private static final List<String> TEMPORARY = List.of(".DS_Store", "._", HiddenFolders.REPLACED);

    private final MediaFiles files;

    SideFiles(MediaFiles files) {
        this.files = files;
    }

    /**
     * The names of the files in a hidden folder to keep: non-empty files, except temporary files of the engine and
     * partial outputs of invalid targets.
     *
     * @param found every output of the order
     */
    List<String> in(Path folder, BatchOrder order, List<Output> found) {
        List<Path> unfinished = found.stream()
                .filter(output -> !output.isGood())
                .map(Output::target)
                .filter(target -> HiddenFolders.of(order, target).equals(folder))
                .flatMap(target -> target.possibleWorkPaths().stream())
                .toList();
        return madeIn(folder).stream()
                .filter(name -> !unfinished.contains(folder.resolve(name)))
                .toList();
    }

    /** The names of all non-empty files in a hidden folder except temporary ones. */
    List<String> madeIn(Path folder) {
        return files.namesIn(folder).stream()
                .filter(name -> !isTemporary(name) && hasBytes(folder.resolve(name)))
                .toList();
    }

    /**
     * Publishes the files that the engine wrote beside the outputs.
     *
     * @return whether all of them were moved
     */
    boolean publish(Path folder, BatchOrder order, List<Output> found, BatchLog log) {
        boolean all = true;
        for (String name : in(folder, order, found)) {
            all &= publish(folder.resolve(name), folder.resolveSibling(name), log);
        }
        return all;
    }

    private boolean publish(Path from, Path to, BatchLog log) {
        try {
            if (files.isLink(from)) {
                throw new IOException("it is a symbolic link");
            }
            files.move(from, to);
            log.info("the engine also wrote " + to);
            return true;
        } catch (FileAlreadyExistsException taken) {
            log.warn("the engine also wrote " + FileNames.of(to) + ", which is kept as " + from + ", because " + to
                    + " already exists");
        } catch (IOException | RuntimeException refused) {
            log.warn("the engine also wrote " + FileNames.of(to) + ", which is kept as " + from
                    + ", because it cannot be moved to " + to + ": " + HiddenFolders.reason(refused));
        }
        return false;
    }

    /** Whether there is anything but empty files. Links are not followed. */
    boolean hasBytes(Path path) {
        if (files.isLink(path)) {
            return true;
        }
        FileFacts facts = files.look(path);
        if (!facts.isFolder()) {
            return facts.bytes() > 0;
        }
        return files.namesIn(path).stream().anyMatch(name -> hasBytes(path.resolve(name)));
    }

    private static boolean isTemporary(String name) {
        return SEGMENT.matcher(name).matches() || TEMPORARY.stream().anyMatch(name::startsWith);
    }
}
