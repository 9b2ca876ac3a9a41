package io.qmaster.domain;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One source with one setting and one output, resolved once and for all. Immutable and thread-safe.
 *
 * @param index its place in the batch, from 0
 * @param source the absolute path of the source
 * @param setting what is known of the setting
 * @param plannedPath the absolute path where the output is wanted
 * @param workPath the absolute path that the engine is told to write: the planned one, unless it is published atomically
 * @param sourceMark by what the source is known to be unchanged
 * @param settingMark the same of the setting file
 * @param options everything else of the job
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
    /** The same with another mark of its source. */
    public Target marked(FileMark mark) {
        return new Target(index, source, setting, plannedPath, workPath, mark, settingMark, options);
    }

    /** Whether another target wants the same output of the same source with the same setting and options. */
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
     * Compressor 5.2 replaces another one (field report of May 2026); and the folder of an image sequence, which is named
     * after the stem.
     */
    public List<Path> possiblePaths() {
        return possiblePaths(plannedPath);
    }

    /** The same where the engine works: the paths that it may write. */
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
