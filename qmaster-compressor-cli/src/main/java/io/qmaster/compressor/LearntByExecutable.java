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
 * Remembers what was learnt of an executable until it is another one: its path, size and time of modification are the key.
 * Safe for threads.
 *
 * @param <T> what is learnt
 */
final class LearntByExecutable<T> {
    private final Map<Path, Learnt<T>> learnt = new ConcurrentHashMap<>();

    /**
     * An executable as it was at some time.
     *
     * @param executable where it is
     * @param size its bytes
     * @param modified when it was last written
     */
    record Version(Path executable, long size, FileTime modified) {
        /** An executable as it is now; empty if it cannot be looked at. */
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

    /** What was learnt of an executable that is still the same. */
    Optional<T> of(Path executable) {
        Learnt<T> known = learnt.get(executable);
        return known != null
                        && Version.of(executable).filter(known.of()::equals).isPresent()
                ? Optional.of(known.fact())
                : Optional.empty();
    }

    /** Remembers what a version told, which must have been looked at before it was asked: it can be replaced meanwhile. */
    void remember(Version version, T fact) {
        learnt.put(version.executable(), new Learnt<>(version, fact));
    }
}
