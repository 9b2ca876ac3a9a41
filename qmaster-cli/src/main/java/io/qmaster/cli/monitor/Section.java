package io.qmaster.cli.monitor;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.SubmissionRecord;
import java.util.Optional;

/** The parts of the page, in their order: what needs attention is first. */
enum Section {
    /** Failed, lost, not queued, or in a state that is unknown. */
    ATTENTION,
    /** The engine works on it. */
    RUNNING,
    /** Its turn has not come, or it is paused. */
    WAITING,
    /** Successful, cancelled or given up. */
    ENDED;

    /**
     * The section of a batch.
     *
     * @param lost whether the engine has not listed it for long
     */
    static Section of(BatchRecord batch, boolean lost) {
        if (lost) {
            return ATTENTION;
        }
        Optional<BatchState> state = batch.state();
        if (state.isPresent()) {
            return switch (state.get()) {
                case FAILED, UNKNOWN -> ATTENTION;
                case PROCESSING, POST_PROCESSING -> RUNNING;
                case WAITING, HOLD -> WAITING;
                case CANCELLED, SUCCESSFUL -> ENDED;
            };
        }
        if (batch.submission().filter(SubmissionRecord::isOpen).isPresent()) {
            return WAITING;
        }
        return batch.submission().filter(SubmissionRecord::isGivenUp).isPresent() ? ENDED : ATTENTION;
    }
}
