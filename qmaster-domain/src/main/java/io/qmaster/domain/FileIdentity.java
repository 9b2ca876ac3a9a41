package io.qmaster.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Which file was at a path, so that it can be told later whether the same one is still there, unchanged.
 * Immutable and thread-safe.
 *
 * @param key what the file system calls the file, as {@link io.qmaster.domain.port.FileFacts#key()}; empty if it has no keys
 * @param bytes its size; of a folder, that of its frames together
 * @param modified when it was last changed; of a folder, the newest of its frames
 */
public record FileIdentity(Optional<String> key, long bytes, Instant modified) {
    /** Whether it has the same size and time: it is not the same file if one of them was copied. */
    public boolean isMarkedAs(FileIdentity other) {
        return bytes == other.bytes && modified.equals(other.modified);
    }
}
