package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchFailedException;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Failure;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Promise;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.finish.BatchFailures;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The waits for the end of one batch, with or without limits. Thread-safe. */
final class Waiters {
    private final QmasterContext context;
    private final Timekeeper time;
    private final BatchControls controls;
    private final BatchFailures failures;
    private final BatchLog log;
    private final OutputSize size;
    private final Stopwatches stopwatches;
    private Promise completion;
    private CompletableFuture<Void> nextTurn = new CompletableFuture<>();
    private final AtomicInteger waitingForStatus = new AtomicInteger();
    private CompletableFuture<BatchStatus> nextStatus = new CompletableFuture<>();
    private boolean gaveUp;

    Waiters(
            QmasterContext context,
            BatchControls controls,
            BatchFailures failures,
            BatchLog log,
            OutputSize size,
            long sinceNanos) {
        this.context = context;
        this.time = context.backend().timekeeper();
        this.controls = controls;
        this.failures = failures;
        this.log = log;
        this.size = size;
        this.stopwatches = new Stopwatches(sinceNanos);
        this.completion = new Promise(time, context.callbacks());
    }

    BatchResult await() throws InterruptedException {
        Promise promise = current();
        time.await(promise.kept(), Deadline.NEVER);
        return promise.outcome();
    }

    Optional<BatchResult> await(Duration atMost) throws InterruptedException {
        Deadline deadline = Deadline.after(atMost, time);
        Promise promise = current();
        return time.await(promise.kept(), deadline) ? Optional.of(promise.outcome()) : Optional.empty();
    }

    BatchResult awaitOrCancel(WaitLimits limits) throws InterruptedException {
        Optional<Failure> objection = context.objection(limits);
        if (objection.isPresent()) {
            throw failures.unsupported(objection.get());
        }
        Deadline whole =
                limits.whole().map(limit -> Deadline.after(limit, time)).orElse(Deadline.NEVER);
        while (true) {
            Promise promise;
            CompletableFuture<Void> turn;
            Optional<Stopwatches.Expiry> next;
            synchronized (this) {
                promise = completion;
                turn = nextTurn;
                next = stopwatches.next(
                        limits, whole.atNanos(), context.policy().stallAfter());
            }
            Deadline until = next.map(expiry -> new Deadline(expiry.atNanos())).orElse(Deadline.NEVER);
            if (time.await(CompletableFuture.anyOf(promise.kept(), turn), until)) {
                if (promise.isKept()) {
                    return promise.outcome();
                }
            } else {
                return overdue(next.orElseThrow().limit(), limits);
            }
        }
    }

    /** Handles an expired limit. If the batch succeeds before it is cancelled, its result is returned. */
    private BatchResult overdue(Stopwatches.Limit limit, WaitLimits limits) throws InterruptedException {
        Optional<String> foreignName = controls.foreignName();
        boolean cancels = foreignName.isEmpty() && (limit == Stopwatches.Limit.STALL || limits.cancelOnTimeout());
        foreignName.ifPresent(name -> log.error(failures.foreign(name).failure().message()));
        log.error("the time limit for " + limit.words() + " expired" + (cancels ? ": cancelling" : ""));
        boolean cancelled = false;
        if (cancels) {
            controls.askToCancel(CancelCause.TIMEOUT);
            try {
                Optional<BatchResult> success = await(context.policy().controlTimeout());
                if (success.isPresent()) {
                    return success.get();
                }
            } catch (BatchCancelledException expected) {
                cancelled = true;
            }
        }
        String fate =
                cancelled ? "it was cancelled" : cancels ? "cancelling it was not confirmed" : "it was left running";
        throw failures.overdue(limit.words(), fate, cancelled);
    }

    /** Waits until a later poll returns a status that is wanted or final, or the wait for the end is over. */
    Optional<BatchStatus> awaitStatus(Predicate<BatchStatus> wanted, Duration atMost, Runnable pollSoon)
            throws InterruptedException {
        Deadline deadline = Deadline.after(atMost, time);
        waitingForStatus.incrementAndGet();
        try {
            pollSoon.run();
            while (true) {
                Promise end;
                CompletableFuture<BatchStatus> next;
                synchronized (this) {
                    end = completion;
                    next = nextStatus;
                }
                if (!time.await(CompletableFuture.anyOf(end.kept(), next), deadline)) {
                    return Optional.empty();
                }
                if (end.isKept()) {
                    return Optional.of(statusAt(end));
                }
                BatchStatus seen = next.join();
                if (seen.state().isFinal() || wanted.test(seen)) {
                    return Optional.of(seen);
                }
            }
        } finally {
            waitingForStatus.decrementAndGet();
        }
    }

    private static BatchStatus statusAt(Promise end) {
        try {
            return end.outcome().status();
        } catch (BatchFailedException failed) {
            return failed.result().status();
        } catch (BatchCancelledException cancelled) {
            return cancelled.result().status();
        }
    }

    /** Whether a call waits for the next status, so that the pause before it should be short. */
    boolean wantStatus() {
        return waitingForStatus.get() > 0;
    }

    CompletionStage<BatchResult> stage() {
        return current().stage();
    }

    /** The promise of the current waits. Waits after a failure may get another one. */
    synchronized Promise current() {
        return completion;
    }

    /**
     * Updates the stopwatches; waits with limits determine their next limit again.
     *
     * @return how long the batch has made no progress, if it has just stalled
     */
    Optional<Duration> seen(BatchStatus status) {
        long nanos = time.elapsedNanos();
        Duration stallAfter = context.policy().stallAfter();
        // Files are checked only if nothing else shows progress, and without the lock.
        return seen(status, isQuiet(status, stallAfter.dividedBy(4), nanos) ? size.now() : OptionalLong.empty(), nanos);
    }

    private synchronized boolean isQuiet(BatchStatus status, Duration after, long nanos) {
        return stopwatches.isQuiet(status, after, nanos);
    }

    private synchronized Optional<Duration> seen(BatchStatus status, OptionalLong written, long nanos) {
        if (wantStatus()) {
            CompletableFuture<BatchStatus> next = nextStatus;
            nextStatus = new CompletableFuture<>();
            time.schedule(Duration.ZERO, () -> next.complete(status));
        }
        if (stopwatches.seen(status, written, nanos)) {
            CompletableFuture<Void> turn = nextTurn;
            nextTurn = new CompletableFuture<>();
            time.schedule(Duration.ZERO, () -> turn.complete(null));
        }
        return stopwatches.stalls(context.policy().stallAfter(), nanos)
                ? Optional.of(stopwatches.withoutProgress(nanos))
                : Optional.empty();
    }

    /** Fails the current waits. */
    synchronized void fail(Supplier<QmasterException> failure) {
        waitAgain();
        gaveUp = true;
        Promise waiting = completion;
        time.schedule(
                Duration.ZERO,
                context.callbacks()
                        .counted(() -> waiting.keep(() -> {
                            throw failure.get();
                        })));
    }

    /** Later waits do not fail for the reason for which earlier ones failed. */
    synchronized void waitAgain() {
        if (gaveUp) {
            gaveUp = false;
            completion = new Promise(time, context.callbacks());
        }
    }
}
