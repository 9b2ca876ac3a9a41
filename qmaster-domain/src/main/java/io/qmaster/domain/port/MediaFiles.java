package io.qmaster.domain.port;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Access to sources and outputs. Implemented by library consumers whose files are not local. Thread-safe.
 *
 * <p>A call on a volume that does not answer ends with {@link VolumeNotAnsweringException} after some seconds instead
 * of blocking indefinitely.
 */
public interface MediaFiles {
    /** The path made absolute, without {@code .} and {@code ..}. */
    Path absolute(Path path);

    /**
     * The path with its symbolic links resolved, also if it does not exist: the real path of the existing part, and the
     * rest unchanged.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    Path resolved(Path path);

    /**
     * Reads the attributes of a path; symbolic links are followed.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    FileFacts look(Path path);

    /**
     * Whether this process may create files in an existing folder, according to the system. A network volume may refuse
     * nevertheless.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    boolean isWritable(Path folder);

    /**
     * The files directly in a folder, sorted by name; none if the folder does not exist.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    List<Path> filesIn(Path folder);

    /**
     * The names of everything directly in a folder, including folders and links, sorted; none if the folder does not
     * exist.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    List<String> namesIn(Path folder);

    /**
     * A text that is equal for all paths of one file, also if it does not exist yet: symbolic links, letter case and
     * Unicode form do not matter. Outputs are claimed by it, so that equal texts for two files are the lesser harm.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    String identity(Path path);

    /**
     * Creates a folder and its missing parents.
     *
     * @throws IOException if it cannot be created, with a readable message
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    void makeFolder(Path folder) throws IOException;

    /**
     * Renames a file or folder within its volume. Never replaces an existing one.
     *
     * @throws IOException if it cannot be renamed, with a readable message
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    void move(Path from, Path to) throws IOException;

    /**
     * Renames a file within its volume and atomically replaces any file with the new name.
     *
     * @throws IOException if it cannot be renamed, or a folder has the new name; then nothing has changed
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    void replace(Path from, Path to) throws IOException;

    /**
     * Whether a path is a symbolic link.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    boolean isLink(Path path);

    /**
     * Whether the structure of a movie is complete, if its format shows that, as QuickTime, MPEG-4 and MXF do.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    MovieShape shape(Path movie);

    /**
     * Describes what is wrong with the first bytes of a file, and what they are instead.
     *
     * @param file a file
     * @param source its source: a copy of it is not checked, since some engines only copy
     * @return empty if they match the extension, or if the extension is unknown
     * @throws java.io.UncheckedIOException if one of the files cannot be read
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    Optional<String> contentMismatch(Path file, Path source);

    /**
     * Deletes a file, or a folder with its content. Symbolic links are deleted, not followed.
     *
     * @throws IOException if something cannot be deleted
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    void deleteTree(Path path) throws IOException;

    /**
     * The number of bytes that this process can still write on the volume of a path, which need not exist.
     *
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    long usableBytes(Path path);

    /**
     * The volume of a path, if it is not mounted. A Mac mounts volumes below {@code /Volumes}; outputs in a plain
     * folder of that name would be hidden as soon as the volume is mounted.
     *
     * @return the mount point of the volume; empty if it is mounted
     * @throws VolumeNotAnsweringException if it does not answer
     */
    Optional<Path> unmountedVolume(Path path);

    /**
     * Writes a small text file in UTF-8 as a whole, readable for its owner alone. What was there before under its name is
     * replaced in one step.
     *
     * @throws IOException if it cannot be written; what was there before is unchanged
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    void write(Path file, String text) throws IOException;

    /**
     * Takes a lock that one process has at a time, and within a process one caller. It is gone with the process that has it. The
     * file of its name is made if it is not there, and stays.
     *
     * @return what releases it; empty if it is taken
     * @throws IOException if the file cannot be made, or is a symbolic link
     * @throws VolumeNotAnsweringException if its volume does not answer
     */
    Optional<Closeable> lock(Path file) throws IOException;
}
