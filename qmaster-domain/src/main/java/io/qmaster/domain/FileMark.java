package io.qmaster.domain;

import java.time.Instant;

/**
 * Size and time of a file or of a folder of frames, which show whether it has changed. For authors of backends and
 * journals. Immutable and thread-safe.
 *
 * @param bytes its size; of a folder, the total of its frames
 * @param modified when it was last changed; of a folder, its newest frame
 */
public record FileMark(long bytes, Instant modified) {}
