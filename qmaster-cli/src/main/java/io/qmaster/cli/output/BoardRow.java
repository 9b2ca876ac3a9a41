package io.qmaster.cli.output;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Progress;
import java.time.Duration;
import java.util.Optional;

/**
 * A batch on a {@link Board}.
 *
 * @param status its last status; empty before the first
 */
record BoardRow(BatchReference batch, String name, Optional<BatchStatus> status) {
    BatchState state() {
        return status.map(BatchStatus::state).orElse(BatchState.WAITING);
    }

    Progress progress() {
        return status.map(BatchStatus::progress).orElse(Progress.NONE);
    }

    Optional<Duration> remaining() {
        return BatchColumn.left(state(), progress());
    }

    /** Batches that need a person come first, then those that are nearly done, then those that wait. */
    int rank() {
        return switch (state()) {
            case FAILED, CANCELLED, UNKNOWN -> 0;
            case HOLD -> 1;
            case PROCESSING, POST_PROCESSING -> 2;
            case WAITING -> 3;
            case SUCCESSFUL -> 4;
        };
    }
}
