package io.qmaster.domain;

import java.time.Instant;

/**
 * By what a file is known to be unchanged.
 *
 * @param bytes its size
 * @param modified when it was last changed
 */
public record FileMark(long bytes, Instant modified) {}
