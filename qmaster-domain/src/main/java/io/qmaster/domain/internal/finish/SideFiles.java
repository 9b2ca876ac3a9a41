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
 * What an engine writes into a hidden folder beside its outputs, such as captions or a log. It is brought to the place of
 * the outputs, and never replaces anything there; what cannot be moved is kept. Thread-safe.
 */
final class SideFiles {
    /** While a job is encoded in segments, files of such names are beside its output (Compressor 5, observed). */
    private static final Pattern SEGMENT = Pattern.compile(".*\\.sb-[^.]+", Pattern.DOTALL);

    /** Names that the Finder gives, and ours for what is replaced. */
    private static final List<String> SCRATCH = List.of(".DS_Store", "._", HiddenFolders.REPLACED);

    private final MediaFiles files;

    SideFiles(MediaFiles files) {
        this.files = files;
    }

    /**
     * What of a hidden folder is to be kept: everything with bytes but for scratch files of the engine, and for what it left of
     * targets whose output is not good.
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

    /** Everything with bytes in a hidden folder but for scratch files. */
    List<String> madeIn(Path folder) {
        return files.namesIn(folder).stream()
                .filter(name -> !isScratch(name) && holdsBytes(folder.resolve(name)))
                .toList();
    }

    /**
     * Brings what the engine wrote beside the outputs to their place.
     *
     * @return whether all of it is there
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
            log.warn("the engine also wrote " + FileNames.of(to) + ", which is kept as " + from + ", since there is a "
                    + to + " already");
        } catch (IOException | RuntimeException refused) {
            log.warn("the engine also wrote " + FileNames.of(to) + ", which is kept as " + from
                    + ", since it cannot be moved to " + to + ": " + HiddenFolders.reason(refused));
        }
        return false;
    }

    /** Whether there is anything but empty files. What a link leads to is not looked at. */
    boolean holdsBytes(Path path) {
        if (files.isLink(path)) {
            return true;
        }
        FileFacts facts = files.look(path);
        if (!facts.isFolder()) {
            return facts.bytes() > 0;
        }
        return files.namesIn(path).stream().anyMatch(name -> holdsBytes(path.resolve(name)));
    }

    private static boolean isScratch(String name) {
        return SEGMENT.matcher(name).matches() || SCRATCH.stream().anyMatch(name::startsWith);
    }
}
