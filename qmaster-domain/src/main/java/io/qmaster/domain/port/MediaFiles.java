package io.qmaster.domain.port;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks at sources and outputs. Thread-safe.
 *
 * <p>A call on a volume that does not answer ends with {@link VolumeNotAnsweringException} after some seconds instead of
 * blocking indefinitely.
 */
public interface MediaFiles {
    /** The path made absolute, without {@code .} and {@code ..}. */
    Path absolute(Path path);

    /**
     * The path with its symbolic links followed as far as they lead, also where nothing is there yet: the real path of what
     * exists, and the rest as it is written.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    Path resolved(Path path);

    /**
     * What is seen at a path; symbolic links are followed.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    FileFacts look(Path path);

    /**
     * Whether this process may create files in an existing folder, as far as the system says. The answer is advice: a
     * network volume may still refuse.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    boolean isWritable(Path folder);

    /**
     * The files directly in a folder, in the order of their names; none if there is no such folder.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    List<Path> filesIn(Path folder);

    /**
     * The names of everything directly in a folder, folders and links included, in their order; none if there is no such
     * folder.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    List<String> namesIn(Path folder);

    /**
     * A text that is the same for two paths of one file, also if it is not there yet: symbolic links, letter case and
     * Unicode form do not matter. Rather the same for two files than different for one: it is what outputs are claimed by.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    String identity(Path path);

    /**
     * Makes a folder and those above it, unless they are there.
     *
     * @throws IOException if it cannot be made, with words for people
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    void makeFolder(Path folder) throws IOException;

    /**
     * Renames a file or folder within its volume. Never replaces what is there.
     *
     * @throws IOException if it cannot be renamed, with words for people
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    void move(Path from, Path to) throws IOException;

    /**
     * Renames a file within its volume to a name that may be that of another file, which it replaces in one step: whoever
     * opens that name finds the one or the other, and never nothing.
     *
     * @throws IOException if it cannot be renamed, also if the new name is that of a folder; then both are as they were
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    void replace(Path from, Path to) throws IOException;

    /**
     * Whether a symbolic link has this name.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    boolean isLink(Path path);

    /**
     * Looks at the structure of a movie, as far as it has one that tells where it ends: QuickTime and MPEG-4 do.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    MovieShape shape(Path movie);

    /**
     * What is wrong with the first bytes of a file, in words that name what they are instead.
     *
     * @param file a file
     * @param source what it was made of: a copy of its source is not judged, since some engines only copy
     * @return empty if they are those of a file of its extension, or if that extension is not known
     * @throws java.io.UncheckedIOException if one of them cannot be read
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    Optional<String> contentMismatch(Path file, Path source);

    /**
     * Deletes a file, or a folder with everything in it. Symbolic links are deleted, not followed.
     *
     * @throws IOException if something cannot be deleted
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    void deleteTree(Path path) throws IOException;

    /**
     * The bytes that we may still write on the volume of a path, which need not be there yet.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    long usableBytes(Path path);

    /**
     * The volume on which a path lies but which is not mounted: a Mac shows volumes below {@code /Volumes}, and a plain
     * folder of that name there is a trap into which outputs vanish.
     *
     * @return the place where the volume should be mounted, or empty if all is well
     * @throws VolumeNotAnsweringException if it does not answer
     */
    Optional<Path> unmountedVolume(Path path);
}
