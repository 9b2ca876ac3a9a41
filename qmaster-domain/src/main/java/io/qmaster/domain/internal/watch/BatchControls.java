package io.qmaster.domain.internal.watch;

import static io.qmaster.domain.internal.Durations.shorter;

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
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.finish.BatchFailures;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Cancels, pauses and resumes one batch. Thread-safe. */
final class BatchControls {
    /** The name is rarely needed before a cancellation, so reading it must not delay the user. */
    private static final Duration NAME_PATIENCE = Duration.ofSeconds(10);

    private final QmasterContext context;
    private final Timekeeper time;
    private final BatchReference reference;
    private final Supplier<Optional<BatchOrder>> order;
    private final Supplier<Optional<BatchStatus>> lastStatus;
    private final BatchFailures failures;
    private final BatchLog log;
    private Optional<CancelCause> cancelAsked = Optional.empty();

    BatchControls(
            QmasterContext context,
            BatchReference reference,
            Supplier<Optional<BatchOrder>> order,
            Supplier<Optional<BatchStatus>> lastStatus,
            BatchFailures failures,
            BatchLog log) {
        this.context = context;
        this.time = context.backend().timekeeper();
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

    /** Cancels the batch. With a cause other than the user, its name must be that of the submitted batch. */
    void cancel(CancelCause cause) throws InterruptedException {
        requireOpen();
        if (cause == CancelCause.INTERRUPT || cause == CancelCause.TIMEOUT) {
            Optional<String> foreignName = foreignName();
            if (foreignName.isPresent()) {
                StatusException refused = failures.foreign(foreignName.get());
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
        // Recorded first, since another program that waits for the batch may see its end first.
        log.info("asked to cancel: " + cause.word());
        recordCancel(Optional.of(cause));
        try {
            ask(ControlAction.CANCEL);
        } catch (RuntimeException refused) {
            synchronized (this) {
                cancelAsked = before;
            }
            log.warn("cancelling was refused: " + refused.getMessage());
            recordCancel(before);
            throw refused;
        }
    }

    private void recordCancel(Optional<CancelCause> cause) {
        try {
            order.get().ifPresent(known -> context.journal().cancelAsked(known.submissionId(), cause));
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

    /**
     * Cancels, pauses or resumes one job. A cancellation is recorded first, since another program may see the end of
     * the batch first.
     */
    void control(JobId job, ControlAction action) throws InterruptedException {
        requireOpen();
        log.info("asked to " + action.word() + " the job " + job);
        boolean cancels = action == ControlAction.CANCEL;
        if (cancels) {
            recordCancel(job, true);
        }
        try {
            context.backend().engine().control(reference, job, action, context.controlDeadline());
        } catch (QmasterException refused) {
            if (cancels) {
                recordCancel(job, false);
            }
            throw FailureFates.completed(refused, failures::unseen);
        }
    }

    private void recordCancel(JobId job, boolean granted) {
        try {
            order.get().ifPresent(known -> context.journal().jobCancelAsked(known.submissionId(), job, granted));
        } catch (RuntimeException unwritten) {
            log.warn("which job was asked to be cancelled could not be written to the journal: "
                    + unwritten.getMessage());
        }
    }

    /** Throws if the {@link io.qmaster.domain.Qmaster} was closed. */
    void requireOpen() {
        if (context.lifetime().isOver()) {
            throw failures.closed();
        }
    }

    private void ask(ControlAction action) throws InterruptedException {
        try {
            context.backend().engine().control(reference, action, context.controlDeadline());
        } catch (QmasterException refused) {
            throw FailureFates.completed(refused, failures::unseen);
        }
    }

    /**
     * The name under which the engine lists the batch, if it is not that of the order. The engine may have answered the
     * submission with the id of a batch that another process submitted at the same time and that must not be cancelled.
     */
    Optional<String> foreignName() throws InterruptedException {
        Optional<BatchOrder> known = order.get();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Optional<BatchStatus> seen = lastStatus.get();
        return (seen.isPresent() ? seen : queriedNow())
                .flatMap(BatchStatus::name)
                .filter(name -> !name.isBlank())
                .filter(name -> !known.get().isNamed(name));
    }

    /** The status of a batch that no poll has returned yet; empty if the engine does not answer soon. */
    private Optional<BatchStatus> queriedNow() throws InterruptedException {
        Duration status = context.policy().statusTimeout();
        try {
            Deadline deadline = Deadline.after(shorter(status, NAME_PATIENCE), time);
            return Optional.ofNullable(context.backend()
                    .statusSource()
                    .find(Set.of(reference), deadline)
                    .get(reference));
        } catch (RuntimeException failed) {
            log.debug("the name of the batch could not be read: " + failed.getMessage());
            return Optional.empty();
        }
    }
}
