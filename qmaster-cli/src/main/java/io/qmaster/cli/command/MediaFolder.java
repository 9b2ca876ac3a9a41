package io.qmaster.cli.command;

import io.qmaster.cli.output.Reason;
import io.qmaster.domain.Failure;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.SourceFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A folder whose media files are meant, those in folders below it too. */
final class MediaFolder {
    /** What counts as a media file. */
    static final Set<String> EXTENSIONS = Set.of(
            "3g2", "3gp", "aac", "ac3", "aif", "aiff", "avi", "caf", "dv", "m2t", "m2ts", "m2v", "m4a", "m4v", "mkv",
            "mov", "mp3", "mp4", "mpeg", "mpg", "mts", "mxf", "qt", "ts", "vob", "wav");

    private final Path folder;

    MediaFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Its media files in the order of their paths. Hidden files and folders are left out, symbolic links to folders not
     * followed.
     *
     * @throws SourceFileException if there is none, or the folder cannot be read
     */
    List<Path> files() {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(this::isVisible)
                    .filter(MediaFolder::isMedia)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new SourceFileException(Failure.withoutSubmission(
                            "SOURCE_FOLDER_UNREADABLE",
                            "the folder " + folder + " cannot be read: " + Reason.of(cause(unreadable)))
                    .hint("check its permissions")
                    .because(unreadable));
        }
        if (files.isEmpty()) {
            throw new SourceFileException(Failure.withoutSubmission(
                            "SOURCE_FOLDER_EMPTY", "there is no media file in the folder " + folder)
                    .hint("media files end in "
                            + String.join(", ", EXTENSIONS.stream().sorted().toList())));
        }
        return files;
    }

    private static Throwable cause(Exception unreadable) {
        return unreadable instanceof UncheckedIOException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : unreadable;
    }

    /** The folder of a file as seen from this one; empty for a file directly in it. */
    Path placeOf(Path file) {
        Path parent = folder.relativize(file).getParent();
        return parent == null ? Path.of("") : parent;
    }

    private boolean isVisible(Path file) {
        for (Path part : folder.relativize(file)) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMedia(Path file) {
        return EXTENSIONS.contains(FileNames.extension(file).toLowerCase(Locale.ROOT));
    }
}
