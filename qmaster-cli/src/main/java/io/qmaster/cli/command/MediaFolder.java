package io.qmaster.cli.command;

import io.qmaster.domain.Failure;
import io.qmaster.domain.FileNames;
import io.qmaster.domain.SourceFileException;
import io.qmaster.domain.feed.MediaNames;
import io.qmaster.domain.port.Reason;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A folder as source: its media files, and those in its subfolders. */
final class MediaFolder {
    /** Folders that the Finder shows as one document or program. Their files belong to the program that made them. */
    private static final Set<String> PACKAGES = Set.of(
            "app",
            "aplibrary",
            "band",
            "bundle",
            "fcpbundle",
            "fcpcache",
            "framework",
            "imovielibrary",
            "imovieproject",
            "imovietheater",
            "logicx",
            "migratedphotolibrary",
            "motn",
            "musiclibrary",
            "photolibrary",
            "photoslibrary",
            "pkg",
            "plugin",
            "prproj",
            "theater",
            "tvlibrary");

    private final Path folder;
    private final boolean intoPackages;

    /**
     * A folder.
     *
     * @param intoPackages whether to include the files in packages such as {@code Wedding.fcpbundle}
     */
    MediaFolder(Path folder, boolean intoPackages) {
        this.folder = real(folder);
        this.intoPackages = intoPackages;
    }

    /** Follows the folder itself if it is a symbolic link. */
    private static Path real(Path named) {
        try {
            return Files.isSymbolicLink(named) ? named.toRealPath() : named;
        } catch (IOException reportedWhenItIsRead) {
            return named;
        }
    }

    /**
     * Its media files in the order of their paths. Hidden files and folders are left out, and symbolic links to folders
     * are not followed.
     *
     * @throws SourceFileException if there is none, or the folder cannot be read
     */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), Integer.MAX_VALUE, new Tour(files));
        } catch (IOException unreadable) {
            throw new SourceFileException(Failure.withoutSubmission(
                            "SOURCE_FOLDER_UNREADABLE",
                            "the folder " + folder + " cannot be read: " + Reason.of(unreadable))
                    .hint("check its permissions")
                    .because(unreadable));
        }
        if (files.isEmpty()) {
            throw new SourceFileException(Failure.withoutSubmission(
                            "SOURCE_FOLDER_EMPTY", "there is no media file in the folder " + folder)
                    .hint("media files end in "
                            + String.join(
                                    ", ",
                                    MediaNames.EXTENSIONS.stream().sorted().toList())));
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private final class Tour extends SimpleFileVisitor<Path> {
        private final List<Path> files;

        Tour(List<Path> files) {
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
            // The folder that was named may itself be a package or hidden.
            boolean isLeftOut = !visited.equals(folder)
                    && (MediaNames.isHidden(visited) || (!intoPackages && PACKAGES.contains(extension(visited))));
            return isLeftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // A link that leads nowhere is reported as a source that is missing: its volume may not be mounted.
            if (MediaNames.isMedia(file) && (Files.isRegularFile(file) || !Files.exists(file))) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }

    /** The folder of a file relative to this one; empty for a file directly in it. */
    Path placeOf(Path file) {
        Path parent = folder.relativize(file).getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static String extension(Path path) {
        return FileNames.extension(path).toLowerCase(Locale.ROOT);
    }
}
