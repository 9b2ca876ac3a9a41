package io.qmaster.domain;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a batch ended. Immutable and safe for threads.
 *
 * @param status the engine's last words
 * @param outputs what became of each target; empty for a batch that was submitted by somebody else
 * @param verified whether every output was looked for and found good
 * @param cause who cancelled it, if it was cancelled
 * @param took from the submission, or from the first sight of the batch, to its end
 */
public record BatchResult(
        BatchStatus status, List<Output> outputs, boolean verified, Optional<CancelCause> cause, Duration took)
        implements Serializable {
    /** Copies the outputs. */
    public BatchResult {
        outputs = List.copyOf(outputs);
    }

    /** The batch. */
    public BatchReference batch() {
        return status.batch();
    }

    /** How it ended: the engine's state, but failed if an output of a successful batch is no good. */
    public BatchState state() {
        boolean spoilt =
                status.state() == BatchState.SUCCESSFUL && !outputs.stream().allMatch(Output::isGood);
        return spoilt ? BatchState.FAILED : status.state();
    }

    private Object writeReplace() {
        return SerialForm.ofRecord(this);
    }
}
