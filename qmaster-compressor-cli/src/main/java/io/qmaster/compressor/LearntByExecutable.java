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

    private record Stamp(long size, FileTime modified) {}

    private record Learnt<T>(Stamp stamp, T fact) {}

    /** What was learnt of an executable that is still the same. */
    Optional<T> of(Path executable) {
        Learnt<T> known = learnt.get(executable);
        return known != null && stamp(executable).filter(known.stamp()::equals).isPresent()
                ? Optional.of(known.fact())
                : Optional.empty();
    }

    /** Remembers what was learnt; nothing of an executable that cannot be looked at. */
    void remember(Path executable, T fact) {
        stamp(executable).ifPresent(stamp -> learnt.put(executable, new Learnt<>(stamp, fact)));
    }

    private static Optional<Stamp> stamp(Path executable) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(executable, BasicFileAttributes.class);
            return Optional.of(new Stamp(attributes.size(), attributes.lastModifiedTime()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
