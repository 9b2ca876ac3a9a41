package io.qmaster.domain.port;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The process that submits a batch to the engine. Its start time distinguishes it from a later process with the same
 * id. For authors of backends and journals. Immutable and thread-safe.
 *
 * @param pid its process id
 * @param startedAt its start time according to the operating system
 */
public record SubmittingProcess(long pid, Instant startedAt) {
    /** @throws NullPointerException if the time is null */
    public SubmittingProcess {
        requireNonNull(startedAt, "startedAt");
    }
}
