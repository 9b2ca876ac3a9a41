package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.JobId;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.Surroundings;
import io.qmaster.domain.internal.finish.BatchFailures;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What this program asks the engine to do with one batch: cancel, pause and resume it. Thread-safe. */
final class BatchControls {
    /** Reading the name before cancelling serves a rare case: it must not keep the user waiting. */
    private static final Duration NAME_PATIENCE = Duration.ofSeconds(10);

    private final Surroundings around;
    private final Timekeeper time;
    private final BatchReference reference;
    private final Supplier<Optional<BatchOrder>> order;
    private final Supplier<Optional<BatchStatus>> lastStatus;
    private final BatchFailures failures;
    private final BatchLog log;
    private Optional<CancelCause> cancelAsked = Optional.empty();

    /**
     * The controls of a batch.
     *
     * @param order what was submitted, if that is known by now
     * @param lastStatus what was seen of it last
     */
    BatchControls(
            Surroundings around,
            BatchReference reference,
            Supplier<Optional<BatchOrder>> order,
            Supplier<Optional<BatchStatus>> lastStatus,
            BatchFailures failures,
            BatchLog log) {
        this.around = around;
        this.time = around.backend().timekeeper();
        this.reference = reference;
        this.order = order;
        this.lastStatus = lastStatus;
        this.failures = failures;
        this.log = log;
    }

    /** Why this program asked the engine to cancel the batch, if it did. */
    synchronized Optional<CancelCause> cancelAsked() {
        return cancelAsked;
    }

    /** Cancels the batch; one that no user named must be the one that we submitted. */
    void cancel(CancelCause cause) throws InterruptedException {
        requireOpen();
        if (cause == CancelCause.INTERRUPT || cause == CancelCause.TIMEOUT) {
            Optional<String> anothersName = anothersName();
            if (anothersName.isPresent()) {
                StatusException refused = failures.anothers(anothersName.get());
                log.error(refused.failure().message());
                throw refused;
            }
        }
        askToCancel(cause);
    }

    void askToCancel(CancelCause cause) throws InterruptedException {
        Optional<CancelCause> before;
        synchronized (this) {
            before = cancelAsked;
            cancelAsked = Optional.of(cause);
        }
        // Another program that waits for the batch may see the end of it first.
        log.info("asked to cancel: " + cause.word());
        rememberCancel(Optional.of(cause));
        try {
            ask(ControlAction.CANCEL);
        } catch (RuntimeException refused) {
            synchronized (this) {
                cancelAsked = before;
            }
            log.warn("cancelling was refused: " + refused.getMessage());
            rememberCancel(before);
            throw refused;
        }
    }

    private void rememberCancel(Optional<CancelCause> cause) {
        try {
            order.get().ifPresent(known -> around.journal().cancelAsked(known.submissionId(), cause));
        } catch (RuntimeException unwritten) {
            log.warn("who asked to cancel could not be written to the journal: " + unwritten.getMessage());
        }
    }

    /** Pauses or resumes the batch. */
    void control(ControlAction action) throws InterruptedException {
        requireOpen();
        log.info("asked to " + action.word());
        ask(action);
    }

    /** Cancels, pauses or resumes one job. A cancelled job is recorded first: another program may see the end of the batch. */
    void control(JobId job, ControlAction action) throws InterruptedException {
        requireOpen();
        log.info("asked to " + action.word() + " the job " + job);
        boolean cancels = action == ControlAction.CANCEL;
        if (cancels) {
            rememberCancel(job, true);
        }
        try {
            around.backend().engine().control(reference, job, action, around.controlDeadline());
        } catch (QmasterException refused) {
            if (cancels) {
                rememberCancel(job, false);
            }
            throw FailureFates.completed(refused, failures::located);
        }
    }

    private void rememberCancel(JobId job, boolean granted) {
        try {
            order.get().ifPresent(known -> around.journal().jobCancelAsked(known.submissionId(), job, granted));
        } catch (RuntimeException unwritten) {
            log.warn("which job was asked to be cancelled could not be written to the journal: "
                    + unwritten.getMessage());
        }
    }

    /** What asks the engine is refused once the {@link io.qmaster.domain.Qmaster} was closed. */
    void requireOpen() {
        if (around.lifetime().isOver()) {
            throw failures.closed();
        }
    }

    private void ask(ControlAction action) throws InterruptedException {
        try {
            around.backend().engine().control(reference, action, around.controlDeadline());
        } catch (QmasterException refused) {
            throw FailureFates.completed(refused, failures::located);
        }
    }

    /**
     * The name under which the engine shows the batch, if it is not that of our order. The engine can have answered our submission
     * with the id of a batch that another process submitted at the same moment; that one is not ours to cancel.
     */
    Optional<String> anothersName() throws InterruptedException {
        Optional<BatchOrder> known = order.get();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Optional<BatchStatus> seen = lastStatus.get();
        return (seen.isPresent() ? seen : shownNow())
                .flatMap(BatchStatus::name)
                .filter(name -> !name.isBlank())
                .filter(name -> !known.get().isNamed(name));
    }

    /** The status of a batch that no poll has shown yet; empty if the engine does not answer soon. */
    private Optional<BatchStatus> shownNow() throws InterruptedException {
        Duration status = around.policy().statusTimeout();
        try {
            Deadline deadline = Deadline.after(status.compareTo(NAME_PATIENCE) <= 0 ? status : NAME_PATIENCE, time);
            return Optional.ofNullable(around.backend()
                    .statusSource()
                    .find(Set.of(reference), deadline)
                    .get(reference));
        } catch (RuntimeException unseen) {
            log.debug("the name of the batch could not be read: " + unseen.getMessage());
            return Optional.empty();
        }
    }
}
