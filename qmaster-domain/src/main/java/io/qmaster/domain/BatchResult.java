package io.qmaster.domain;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a batch ended. For library consumers. Immutable and thread-safe.
 *
 * @param status the last status of the engine
 * @param targets the output of each target; empty for a batch that another user or program submitted
 * @param verified whether every output was checked and is valid
 * @param cause who cancelled the whole batch, if it was cancelled
 * @param took the time from the submission, or from the first observation of the batch, to its end
 */
public record BatchResult(
        BatchStatus status, List<Output> targets, boolean verified, Optional<CancelCause> cause, Duration took)
        implements Serializable {
    /** Copies the targets. */
    public BatchResult {
        Nulls.refuse(BatchResult.class, status, targets, cause, took);
        targets = List.copyOf(targets);
    }

    /** The valid outputs, in the order of the targets. */
    public List<Path> outputs() {
        return targets.stream()
                .filter(Output::isGood)
                .flatMap(target -> target.path().stream())
                .toList();
    }

    /**
     * The only valid output.
     *
     * @throws IllegalStateException if there is none or more than one
     */
    public Path onlyOutput() {
        List<Path> made = outputs();
        if (made.size() != 1) {
            throw new IllegalStateException(batch() + " has " + made.size() + " outputs, not one: " + made);
        }
        return made.get(0);
    }

    /** The batch. */
    public BatchReference batch() {
        return status.batch();
    }

    /**
     * How it ended: the engine's state, but failed if an output of a successful batch is invalid, or if the engine
     * calls the batch cancelled although only some of its jobs were (then {@link #cause()} is empty).
     */
    public BatchState state() {
        if (status.state() == BatchState.CANCELLED && cause.isEmpty()) {
            return BatchState.FAILED;
        }
        boolean spoilt =
                status.state() == BatchState.SUCCESSFUL && !targets.stream().allMatch(Output::isGood);
        return spoilt ? BatchState.FAILED : status.state();
    }

    private Object writeReplace() {
        return SerialForm.ofRecord(this);
    }
}
