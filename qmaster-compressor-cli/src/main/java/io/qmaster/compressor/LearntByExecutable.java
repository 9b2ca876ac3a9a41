package io.qmaster.compressor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A cache of facts about executables. An entry is valid while the path, size and modification time of the file are
 * unchanged. Thread-safe.
 */
final class LearntByExecutable<T> {
    private final Map<Path, Learnt<T>> learnt = new ConcurrentHashMap<>();

    /** The identity of an executable file at some time: its path, its size in bytes, and when it was last written. */
    record Version(Path executable, long size, FileTime modified) {
        /** The current version of an executable; empty if it cannot be read. */
        static Optional<Version> of(Path executable) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(executable, BasicFileAttributes.class);
                return Optional.of(new Version(executable, attributes.size(), attributes.lastModifiedTime()));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }

    private record Learnt<T>(Version of, T fact) {}

    /** The fact about an executable, if its file is unchanged. */
    Optional<T> of(Path executable) {
        Learnt<T> known = learnt.get(executable);
        return known != null
                        && Version.of(executable).filter(known.of()::equals).isPresent()
                ? Optional.of(known.fact())
                : Optional.empty();
    }

    /**
     * Stores a fact. The version must have been read before the executable was run, since the file can be replaced
     * meanwhile.
     */
    void remember(Version version, T fact) {
        learnt.put(version.executable(), new Learnt<>(version, fact));
    }
}
