package io.qmaster.domain;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One source with one setting and one output, with resolved paths. For authors of backends, and for library consumers.
 * Immutable and thread-safe.
 *
 * @param index its index in the batch, from 0
 * @param source the absolute path of the source
 * @param setting the properties of the setting
 * @param plannedPath the absolute path of the requested output
 * @param workPath the absolute path that the engine writes: the planned one, unless the output is published atomically
 * @param sourceMark size and time of the source, to detect changes
 * @param settingMark the same for the setting file
 * @param options further options of the job
 */
public record Target(
        int index,
        Path source,
        SettingFacts setting,
        Path plannedPath,
        Path workPath,
        FileMark sourceMark,
        FileMark settingMark,
        JobOptions options) {
    /** Refuses nulls. */
    public Target {
        Nulls.refuse(Target.class, source, setting, plannedPath, workPath, sourceMark, settingMark, options);
    }

    /** The same with another mark of its source. */
    public Target marked(FileMark mark) {
        return new Target(index, source, setting, plannedPath, workPath, mark, settingMark, options);
    }

    /** Whether another target has the same output, source, setting and options. */
    public boolean isSameWork(Target other) {
        return source.equals(other.source)
                && setting.equals(other.setting)
                && plannedPath.equals(other.plannedPath)
                && options.equals(other.options);
    }

    /** Whether it writes a folder of frames instead of one file. */
    public boolean isImageSequence() {
        return setting.imageSequence();
    }

    /**
     * Every path that may be written for this target: the planned one; the same with the setting's extension, since
     * Compressor 5.2 replaces any other one (field report, May 2026); and the folder of an image sequence, which is
     * named after the stem.
     */
    public List<Path> possiblePaths() {
        return possiblePaths(plannedPath);
    }

    /** The same for the path that the engine writes. */
    public List<Path> possibleWorkPaths() {
        return possiblePaths(workPath);
    }

    /** The folder in which an image sequence puts its frames: {@code out/name.tiff} becomes {@code out/name/}. */
    public Path sequenceFolder() {
        return sequenceFolder(plannedPath);
    }

    private List<Path> possiblePaths(Path output) {
        Set<Path> paths = new LinkedHashSet<>();
        if (isImageSequence()) {
            paths.add(sequenceFolder(output));
        }
        paths.add(output);
        paths.add(FileNames.withExtension(output, setting.outputExtension()));
        return List.copyOf(paths);
    }

    private static Path sequenceFolder(Path output) {
        return output.resolveSibling(FileNames.stem(output));
    }
}
