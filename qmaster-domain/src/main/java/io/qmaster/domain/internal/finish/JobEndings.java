package io.qmaster.domain.internal.finish;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Output;
import io.qmaster.domain.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Derives how the jobs of a batch ended, some of which may have been cancelled singly. It is unknown which state an
 * engine reports for a batch with both cancelled and encoded jobs, so that state is not used for the jobs.
 *
 * @param cancelled the jobs that were cancelled singly
 * @param batchCancelled whether the whole batch was cancelled too
 */
record JobEndings(List<JobId> ids, Set<JobId> cancelled, boolean batchCancelled) {
    private static final String JOB_CANCELLED = "its job was cancelled";

    /**
     * The output of a target as the engine reported it.
     *
     * @param output its state and reason, without a file
     * @param isDoubtful whether the job may have succeeded: its file decides
     */
    record Reported(Output output, boolean isDoubtful) {
        boolean mayHaveFile() {
            return isDoubtful || output.state() == BatchState.SUCCESSFUL;
        }
    }

    /** An answer need not list every job: for others the state of the batch counts. */
    Reported reported(BatchOrder order, Target target, BatchStatus status) {
        Optional<JobId> id = order.jobOf(target, ids);
        Optional<JobStatus> job = id.flatMap(status::job);
        Optional<BatchState> shown = job.map(JobStatus::state).filter(BatchState::isFinal);
        boolean isCancelled = id.filter(cancelled::contains).isPresent();
        if (isCancelled && shown.filter(state -> state != BatchState.CANCELLED).isEmpty()) {
            return new Reported(Output.none(target, BatchState.CANCELLED, Optional.of(JOB_CANCELLED)), false);
        }
        boolean isDone = status.state() == BatchState.SUCCESSFUL || shown.equals(Optional.of(BatchState.SUCCESSFUL));
        if (isDone || (shown.isEmpty() && onlySomeIn(order, status))) {
            return new Reported(Output.none(target, BatchState.SUCCESSFUL, Optional.empty()), false);
        }
        Output output = Output.none(
                target,
                shown.orElse(status.state()),
                job.flatMap(JobStatus::reason).or(status::reason));
        return new Reported(
                output, id.isPresent() && listsOnlyFailed(status) && (job.isEmpty() || isShared(id.get(), order)));
    }

    /** Whether a failed batch lists the jobs that failed and no others (observed with Compressor 5.4). */
    private boolean listsOnlyFailed(BatchStatus status) {
        return status.state() == BatchState.FAILED
                && status.jobs().stream()
                        .anyMatch(listed -> listed.state() == BatchState.FAILED
                                && listed.id().filter(ids::contains).isPresent());
    }

    /** Whether several targets have the same id, of which at least one has failed. */
    private boolean isShared(JobId id, BatchOrder order) {
        return order.targets().stream()
                        .filter(target -> order.jobOf(target, ids).equals(Optional.of(id)))
                        .count()
                > 1;
    }

    /** Who cancelled a batch that this program did not cancel as a whole. */
    Optional<CancelCause> causeOfCancelled(Optional<BatchOrder> order) {
        if (order.isEmpty() || cancelled.isEmpty()) {
            return Optional.of(CancelCause.EXTERNAL);
        }
        return areAllIn(order.get()) ? Optional.of(CancelCause.USER) : Optional.empty();
    }

    private boolean onlySomeIn(BatchOrder order, BatchStatus status) {
        return status.state() == BatchState.CANCELLED && !batchCancelled && !cancelled.isEmpty() && !areAllIn(order);
    }

    private boolean areAllIn(BatchOrder order) {
        return order.targets().stream()
                .allMatch(target ->
                        order.jobOf(target, ids).filter(cancelled::contains).isPresent());
    }
}
