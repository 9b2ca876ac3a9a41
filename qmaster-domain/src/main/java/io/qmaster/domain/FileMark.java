package io.qmaster.domain;

import java.time.Instant;

/**
 * By what a file, or a folder of frames, is known to be unchanged. Immutable and thread-safe.
 *
 * @param bytes its size; of a folder, that of its frames together
 * @param modified when it was last changed; of a folder, the newest of its frames
 */
public record FileMark(long bytes, Instant modified) {}
