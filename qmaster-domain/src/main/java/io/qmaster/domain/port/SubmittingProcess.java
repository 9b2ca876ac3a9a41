package io.qmaster.domain.port;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The process that hands a batch to the engine, told apart from a later one with the same id by its start.
 * Immutable and thread-safe.
 *
 * @param pid its process id
 * @param startedAt when it started, as the operating system says
 */
public record SubmittingProcess(long pid, Instant startedAt) {
    /** @throws NullPointerException if the time is null */
    public SubmittingProcess {
        requireNonNull(startedAt, "startedAt");
    }
}
