package io.qmaster.cli.monitor;

import io.qmaster.domain.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the page shows at a moment. Immutable and thread-safe.
 *
 * @param version grows with every change
 * @param readAt when the engine last answered; empty if it never did
 * @param rows the batches by their keys, newest first
 * @param trouble why the engine or the journal cannot be read now
 */
record Snapshot(long version, Optional<Instant> readAt, Map<String, Row> rows, Optional<Trouble> trouble) {
    /** Nothing is known yet. */
    static final Snapshot NONE = new Snapshot(0, Optional.empty(), Map.of(), Optional.empty());

    /**
     * A query that failed.
     *
     * @param failure the failure of the last one
     * @param since when the first one failed
     */
    record Trouble(Failure failure, Instant since) {}
}
