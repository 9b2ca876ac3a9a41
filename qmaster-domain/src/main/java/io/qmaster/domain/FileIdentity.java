package io.qmaster.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Identifies the file at a path, to find out later whether it was replaced or changed. For authors of journals, and for
 * library consumers. Immutable and thread-safe.
 *
 * @param key the file system's key of the file, as {@link io.qmaster.domain.port.FileFacts#key()}; empty if it has no
 *     keys
 * @param bytes its size; of a folder, the total of its frames
 * @param modified when it was last changed; of a folder, its newest frame
 */
public record FileIdentity(Optional<String> key, long bytes, Instant modified) {
    /** Whether size and time are equal. A copy can have both and is another file. */
    public boolean isMarkedAs(FileIdentity other) {
        return bytes == other.bytes && modified.equals(other.modified);
    }
}
