package io.qmaster.domain.internal.order;

import io.qmaster.domain.DestinationException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.Target;
import io.qmaster.domain.port.FileFacts;
import io.qmaster.domain.port.MediaFiles;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether an existing file or folder may be replaced by an output. */
public final class OldOutput {
    private static final String DS_STORE = ".DS_Store";

    private OldOutput() {}

    /**
     * A file may be replaced, and a folder with only frames by a folder of frames.
     *
     * @throws DestinationException if it may not be replaced
     */
    public static void requireReplaceable(Target target, Path path, MediaFiles files) {
        FileFacts facts = files.look(path);
        if (!facts.exists() || facts.isFile()) {
            return;
        }
        if (!facts.isFolder()) {
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_EXISTS",
                            "the output " + path + " is neither a file nor a folder: it is not replaced")
                    .hint("choose another destination"));
        }
        boolean frames = target.isImageSequence() && path.equals(target.sequenceFolder());
        if (!frames || !holdsOnlyFrames(target, path, files)) {
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_IS_FOLDER",
                            "the output " + path + " is a folder that contains more than frames: it is not replaced")
                    .hint("move it away or choose another destination"));
        }
    }

    /** A folder with any other file is not an old output. */
    private static boolean holdsOnlyFrames(Target target, Path folder, MediaFiles files) {
        String extension = target.setting().outputExtension();
        Set<String> frames = files.filesIn(folder).stream()
                .filter(file -> FileNames.extension(file).equalsIgnoreCase(extension))
                .map(FileNames::of)
                .collect(Collectors.toUnmodifiableSet());
        Set<String> plain = files.filesIn(folder).stream().map(FileNames::of).collect(Collectors.toUnmodifiableSet());
        return files.namesIn(folder).stream()
                .allMatch(name -> frames.contains(name) || (plain.contains(name) && isOfTheFinder(name, frames)));
    }

    /**
     * Whether the Finder creates a file with this name in folders that it shows, or beside files on foreign volumes.
     * Other hidden files belong to a user.
     */
    private static boolean isOfTheFinder(String name, Set<String> frames) {
        return name.equals(DS_STORE)
                || (name.startsWith("._")
                        && (frames.contains(name.substring(2))
                                || name.substring(2).equals(DS_STORE)));
    }
}
