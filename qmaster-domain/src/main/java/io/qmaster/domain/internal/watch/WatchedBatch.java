package io.qmaster.domain.internal.watch;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.BatchCancelledException;
import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Subscription;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.Promise;
import io.qmaster.domain.internal.Reason;
import io.qmaster.domain.internal.Surroundings;
import io.qmaster.domain.internal.finish.BatchFailures;
import io.qmaster.domain.internal.finish.Finishing;
import io.qmaster.domain.port.Alarm;
import io.qmaster.domain.port.ControlAction;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One batch under watch: hears the answers of its lane, tells its listeners, and ends once. Safe for threads. */
public final class WatchedBatch implements QmasterBatch, Finishing.Concluded {
    /** An engine that puts a counter into its status would be warned of without end. */
    private static final int MOST_UNKNOWN_TEXTS = 10;

    /** Reading the name before cancelling serves a rare case: it must not keep the user waiting. */
    private static final Duration NAME_PATIENCE = Duration.ofSeconds(10);

    private final Surroundings around;
    private final Timekeeper time;
    private final BatchReference reference;
    private volatile Optional<BatchOrder> order;
    private volatile List<JobId> jobIds;
    private final BatchFailures failures;
    private final BatchLog log;
    private final Listeners listeners;
    private final Watch watch;
    private final Finishing conclusion;
    private volatile Instant since;
    private volatile Duration before;
    private final long sinceNanos;
    private final Stopwatches stopwatches;
    private Promise completion;

    private CompletableFuture<Void> nextTurn = new CompletableFuture<>();
    private Optional<BatchResult> ended = Optional.empty();
    private Optional<CancelCause> cancelAsked = Optional.empty();
    private Runnable whenOver = () -> {};
    private @Nullable Alarm checking;
    private @Nullable BatchStatus ending;
    private @Nullable Deadline concludeUntil;
    private long sequence;
    private boolean lookAgain;
    private boolean waitersGaveUp;
    private final Set<String> unknownTexts = new HashSet<>();
    private boolean over;

    /**
     * A batch that the engine has, not watched yet.
     *
     * @param around what every batch shares
     * @param reference where to find it
     * @param order what was submitted, if that is known
     * @param jobIds the engine's ids of the jobs, as many as it told
     * @param since when it was submitted; for a batch of somebody else, now
     * @param log its story
     */
    public WatchedBatch(
            Surroundings around,
            BatchReference reference,
            Optional<BatchOrder> order,
            List<JobId> jobIds,
            Instant since,
            BatchLog log) {
        this.around = around;
        this.time = around.backend().timekeeper();
        this.reference = reference;
        this.order = order;
        this.failures = new BatchFailures(reference, this::order);
        this.jobIds = List.copyOf(jobIds);
        this.log = log;
        this.listeners = new Listeners(around.callbacks(), log);
        this.completion = new Promise(time, around.callbacks());
        this.since = since;
        this.before = positive(Duration.between(since, time.now()));
        this.sinceNanos = time.elapsedNanos();
        this.watch = new Watch(around.policy(), sinceNanos);
        this.stopwatches = new Stopwatches(sinceNanos);
        this.conclusion = new Finishing(around, this, log);
    }

    @Override
    public BatchId id() {
        return reference.id();
    }

    @Override
    public Cluster cluster() {
        return reference.cluster();
    }

    @Override
    public BatchReference reference() {
        return reference;
    }

    @Override
    public Optional<SubmissionId> submissionId() {
        return order.map(BatchOrder::submissionId);
    }

    @Override
    public Optional<BatchOrder> order() {
        return order;
    }

    @Override
    public List<JobId> jobIds() {
        return jobIds;
    }

    @Override
    public boolean fellBack() {
        return order.filter(BatchOrder::fellBack).isPresent();
    }

    @Override
    public BatchStatus status() throws InterruptedException {
        Optional<BatchResult> known = result();
        if (known.isPresent()) {
            return known.get().status();
        }
        requireOpen();
        BatchStatus now = FailureFates.completing(
                        failures::located,
                        () -> around.backend()
                                .statusSource()
                                .find(
                                        Set.of(reference),
                                        Deadline.after(around.policy().statusTimeout(), time)))
                .get(reference);
        if (now != null) {
            return now;
        }
        throw failures.notSeen();
    }

    @Override
    public synchronized Optional<BatchStatus> lastStatus() {
        return ended.map(BatchResult::status).or(watch::last);
    }

    @Override
    public BatchResult await() throws InterruptedException {
        Promise promise = current();
        time.await(promise.kept(), Deadline.NEVER);
        return promise.outcome();
    }

    @Override
    public Optional<BatchResult> await(Duration atMost) throws InterruptedException {
        Deadline deadline = Deadline.after(requireNonNull(atMost, "atMost"), time);
        Promise promise = current();
        return time.await(promise.kept(), deadline) ? Optional.of(promise.outcome()) : Optional.empty();
    }

    @Override
    public BatchResult awaitOrCancel(WaitLimits limits) throws InterruptedException {
        Optional<Failure> objection = around.objection(requireNonNull(limits, "limits"));
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
                next = stopwatches.next(limits, whole.atNanos(), around.policy().stallAfter());
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

    @Override
    public Optional<BatchStatus> awaitState(Predicate<BatchState> wanted, Duration atMost) throws InterruptedException {
        requireNonNull(wanted, "wanted");
        Deadline deadline = Deadline.after(requireNonNull(atMost, "atMost"), time);
        while (true) {
            try {
                BatchStatus now = status();
                if (now.state().isFinal() || wanted.test(now.state())) {
                    return Optional.of(now);
                }
            } catch (StatusException | BatchLostException passing) {
                log.debug("the state could not be seen: " + passing.getMessage());
            }
            if (deadline.hasPassed(time)) {
                return Optional.empty();
            }
            time.pause(shorter(around.policy().firstPoll(), deadline.remaining(time)));
        }
    }

    @Override
    public CompletionStage<BatchResult> completion() {
        return current().stage();
    }

    @Override
    public Subscription onChange(Consumer<BatchEvent> consumer) {
        return listeners.add(requireNonNull(consumer, "consumer"));
    }

    @Override
    public void cancel() throws InterruptedException {
        cancel(CancelCause.USER);
    }

    @Override
    public void cancel(CancelCause cause) throws InterruptedException {
        requireNonNull(cause, "cause");
        requireOpen();
        if (cause == CancelCause.INTERRUPT || cause == CancelCause.TIMEOUT) {
            requireOurName();
        }
        askToCancel(cause);
    }

    /** No user named the batch to be cancelled: it must be the one that we submitted. */
    private void requireOurName() throws InterruptedException {
        Optional<String> anothersName = anothersName();
        if (anothersName.isPresent()) {
            StatusException refused = failures.anothers(anothersName.get());
            log.error(refused.failure().message());
            throw refused;
        }
    }

    private void askToCancel(CancelCause cause) throws InterruptedException {
        Optional<CancelCause> before;
        synchronized (this) {
            before = cancelAsked;
            cancelAsked = Optional.of(cause);
        }
        // Another program that waits for the batch may see the end of it first.
        log.tell("asked to cancel: " + cause.word());
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
            submissionId().ifPresent(known -> around.journal().cancelAsked(known, cause));
        } catch (RuntimeException unwritten) {
            log.warn("who asked to cancel could not be written to the journal: " + unwritten.getMessage());
        }
    }

    @Override
    public void pause() throws InterruptedException {
        control(ControlAction.PAUSE);
    }

    @Override
    public void resume() throws InterruptedException {
        control(ControlAction.RESUME);
    }

    @Override
    public List<LogEntry> logs() {
        return logs(LogLevel.DEBUG);
    }

    @Override
    public List<LogEntry> logs(LogLevel atLeast) {
        return log.entries(requireNonNull(atLeast, "atLeast"));
    }

    @Override
    public Optional<String> lastError() {
        return log.lastError();
    }

    @Override
    public String toString() {
        return "batch " + reference;
    }

    /** Whether it is known to be a batch of ours. */
    boolean isOurs() {
        return order.isPresent();
    }

    /**
     * A batch that was taken for somebody else's turns out to be ours: its outputs are looked at from now on, and its end is
     * written to the journal.
     *
     * @param known what was submitted
     * @param jobs the engine's ids of the jobs
     * @param submittedAt when
     * @param kept where its story is kept
     */
    public synchronized void turnsOutOurs(
            BatchOrder known, List<JobId> jobs, Instant submittedAt, Consumer<LogEntry> kept) {
        if (isOurs()) {
            return;
        }
        jobIds = List.copyOf(jobs);
        before = before.plus(positive(Duration.between(submittedAt, since)));
        since = submittedAt;
        log.alsoTo(kept);
        order = Optional.of(known);
    }

    /** Tells the listeners, before any other event, that the batch of an earlier program is watched again. */
    public synchronized void announceAdopted() {
        if (sequence == 0) {
            order.ifPresent(submitted -> listeners.tell(new BatchEvent.Adopted(head(), submitted, jobIds)));
        }
    }

    /** Tells the listeners that the engine has the batch. */
    public synchronized void announce(Optional<String> settledBy, boolean replayed) {
        order.ifPresent(submitted -> listeners.tell(new BatchEvent.Submitted(
                head(), submitted, jobIds, around.backend().name(), settledBy, replayed)));
    }

    /** A batch whose end the journal remembers: nothing is asked any more. */
    public synchronized WatchedBatch remembered(BatchResult result) {
        ended = Optional.of(result);
        over = true;
        completion.keepAtOnce(outcomeOf(result));
        return this;
    }

    /** Runs something once when the batch needs no more watching. */
    synchronized void whenOver(Runnable task) {
        whenOver = task;
    }

    synchronized boolean hasEnded() {
        return over || checking != null;
    }

    synchronized boolean isInSight() {
        return watch.inSight();
    }

    /** Whether an answer behind a moment showed it, and as one that goes on. */
    public synchronized boolean wasShownSince(long nanos) {
        return watch.wasSeenSince(nanos) && !hasEnded() && !lookAgain;
    }

    /** How long the lane may pause before it asks again, if this batch cares. */
    synchronized Duration nextLook(Duration pause, Duration shortest) {
        if (lookAgain) {
            return shorter(pause, shortest);
        }
        // When the engine says it is nearly done, look when it should be.
        return watch.last()
                .flatMap(status -> status.progress().remaining())
                // An engine that says "0 s left" for minutes is not asked every second.
                .map(remaining -> remaining.compareTo(shortest) >= 0 ? remaining : shortest.multipliedBy(5))
                .map(remaining -> shorter(pause, remaining))
                .orElse(pause);
    }

    public synchronized void seen(BatchStatus status) {
        if (hasEnded()) {
            return;
        }
        lookAgain = false;
        time(status);
        boolean held = watch.last().map(BatchStatus::state).equals(Optional.of(BatchState.HOLD));
        Watch.Verdict verdict = watch.seen(status, time.elapsedNanos());
        if (verdict instanceof Watch.Verdict.Changed changed) {
            log.tell(words(changed.status()));
            listeners.tell(new BatchEvent.Changed(head(), changed.status()));
            if (status.state() == BatchState.HOLD && !held) {
                listeners.tell(new BatchEvent.Held(head(), status));
            }
        } else if (verdict instanceof Watch.Verdict.Found found) {
            log.tell("seen again: " + words(found.status()));
            listeners.tell(new BatchEvent.Found(head(), found.status()));
            waitAgain();
        } else if (verdict instanceof Watch.Verdict.LookAgain) {
            log.debug("failed by the engine's word; asking once more: " + status.text());
            lookAgain = true;
        } else if (verdict instanceof Watch.Verdict.Ended end) {
            finish(end.status());
        }
        if (status.state() == BatchState.UNKNOWN) {
            warnOfUnknown(status);
        }
    }

    /** Such a status never ends the batch, so a wait for it must not be a silent one. */
    private void warnOfUnknown(BatchStatus status) {
        String text = status.text().raw().strip();
        if (unknownTexts.size() < MOST_UNKNOWN_TEXTS && unknownTexts.add(text)) {
            log.warn("the engine reports the unknown status \"" + text + "\": watching goes on until a known one");
            listeners.tell(new BatchEvent.UnknownStatus(head(), status));
        }
    }

    /** Starts and stops the stopwatches; who waits with limits reckons anew. */
    private void time(BatchStatus status) {
        long nanos = time.elapsedNanos();
        if (stopwatches.seen(status, nanos)) {
            CompletableFuture<Void> turn = nextTurn;
            nextTurn = new CompletableFuture<>();
            time.schedule(Duration.ZERO, () -> turn.complete(null));
        }
        if (stopwatches.stalls(around.policy().stallAfter(), nanos)) {
            Duration idle = stopwatches.withoutProgress(nanos);
            log.warn("no progress for " + idle.toMinutes() + " minutes");
            listeners.tell(new BatchEvent.Stalled(head(), status, idle));
        }
    }

    /** The engine answers, if without this batch: whoever waits from now on is not told that it did not. */
    public synchronized void answersAgain() {
        if (watch.answersAgain()) {
            waitAgain();
        }
    }

    synchronized void missing(Duration pause, boolean engineReset) {
        if (hasEnded()) {
            return;
        }
        answersAgain();
        Watch.Verdict verdict = watch.missing(time.elapsedNanos(), pause, engineReset);
        if (verdict instanceof Watch.Verdict.Lost lost) {
            log.error("out of sight for " + lost.unseenFor().toSeconds() + " s");
            listeners.tell(new BatchEvent.Lost(head(), lost.unseenFor()));
            fail(() -> failures.lost(lost.unseenFor()));
        } else if (verdict instanceof Watch.Verdict.Ended end) {
            finish(end.status());
        } else if (verdict instanceof Watch.Verdict.Abandoned) {
            log.error("out of sight for a day: no longer asked for");
            over = true;
            whenOver.run();
        }
    }

    synchronized void unanswered(String reason, Throwable cause) {
        if (hasEnded()) {
            return;
        }
        log.warn("the status could not be read: " + reason);
        listeners.tell(new BatchEvent.StatusUnread(head(), reason));
        if (watch.failed(time.elapsedNanos()) instanceof Watch.Verdict.GaveUp gaveUp) {
            log.error("the status could not be read for " + gaveUp.after().toSeconds() + " s");
            fail(() -> failures.unreadable(gaveUp.after(), reason, cause));
        }
    }

    synchronized void engineReset(int batches) {
        log.warn("all " + batches + " batches went out of sight at once: the engine was probably reset");
        listeners.tell(new BatchEvent.EngineReset(head(), batches));
    }

    void close() {
        Promise waiting;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            if (checking != null) {
                checking.cancel();
            }
            waiting = completion;
        }
        waiting.keep(() -> {
            throw failures.closed();
        });
    }

    private void control(ControlAction action) throws InterruptedException {
        requireOpen();
        log.tell("asked to " + action.word());
        ask(action);
    }

    /** What asks the engine is refused once the {@link io.qmaster.domain.Qmaster} was closed. */
    private void requireOpen() {
        if (around.lifetime().isOver()) {
            throw failures.closed();
        }
    }

    private void ask(ControlAction action) throws InterruptedException {
        try {
            around.backend()
                    .engine()
                    .control(reference, action, Deadline.after(around.policy().controlTimeout(), time));
        } catch (QmasterException refused) {
            throw FailureFates.completed(refused, failures::located);
        }
    }

    /** A limit ran out. If the batch succeeds before it is cancelled, that is a success. */
    private BatchResult overdue(Stopwatches.Limit limit, WaitLimits limits) throws InterruptedException {
        Optional<String> anothersName = anothersName();
        boolean cancels = anothersName.isEmpty() && (limit == Stopwatches.Limit.STALL || limits.cancelOnTimeout());
        anothersName.ifPresent(
                name -> log.error(failures.anothers(name).failure().message()));
        log.error("the time for " + limit.words() + " ran out" + (cancels ? ": cancelling" : ""));
        boolean cancelled = false;
        if (cancels) {
            askToCancel(CancelCause.TIMEOUT);
            try {
                Optional<BatchResult> success = await(around.policy().controlTimeout());
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

    /**
     * The name under which the engine shows the batch, if it is not that of our order. The engine can have answered our submission
     * with the id of a batch that another process submitted at the same moment; that one is not ours to cancel.
     */
    private Optional<String> anothersName() throws InterruptedException {
        if (order.isEmpty()) {
            return Optional.empty();
        }
        Optional<BatchStatus> seen = lastStatus();
        return (seen.isPresent() ? seen : shownNow())
                .flatMap(BatchStatus::name)
                .filter(name -> !name.isBlank())
                .filter(name -> order.filter(known -> !known.isNamed(name)).isPresent());
    }

    /** The status of a batch that no poll has shown yet; empty if the engine does not answer soon. */
    private Optional<BatchStatus> shownNow() throws InterruptedException {
        try {
            Deadline deadline = Deadline.after(shorter(around.policy().statusTimeout(), NAME_PATIENCE), time);
            return Optional.ofNullable(around.backend()
                    .statusSource()
                    .find(Set.of(reference), deadline)
                    .get(reference));
        } catch (RuntimeException unseen) {
            log.debug("the name of the batch could not be read: " + unseen.getMessage());
            return Optional.empty();
        }
    }

    /** What somebody began who died in the middle is brought to its end, whether the engine still shows the batch or not. */
    public synchronized void finishAs(BatchResult found) {
        if (!hasEnded()) {
            finish(found.status());
        }
    }

    /** The engine does nothing more. What it calls successful must be there. */
    private void finish(BatchStatus status) {
        waitAgain();
        log.tell("the engine says " + words(status));
        // Reads the journal and moves files, which may take long: not under the lock.
        ending = status;
        checking = time.schedule(Duration.ZERO, concluding(() -> conclusion.of(status)));
    }

    /** Whatever a step throws, the batch must end, or whoever waits for it waits indefinitely. */
    private Runnable concluding(Runnable step) {
        return () -> {
            try {
                step.run();
            } catch (RuntimeException | Error thrown) {
                concludeAgain(thrown);
            }
        };
    }

    private synchronized void concludeAgain(Throwable thrown) {
        BatchStatus status = ending;
        if (over || status == null) {
            return;
        }
        log.warn("the outputs could not be checked: " + Reason.of(thrown));
        if (concludeUntil == null) {
            concludeUntil = Deadline.after(around.policy().outputGrace(), time);
        }
        if (!concludeUntil.hasPassed(time)) {
            later(around.policy().outputLook(), () -> conclusion.of(status));
            return;
        }
        log.error("the end could not be established: " + Reason.of(thrown));
        over = true;
        Runnable forget = whenOver;
        time.schedule(Duration.ZERO, forget);
        fail(() -> failures.inconclusive(thrown));
    }

    @Override
    public synchronized void later(Duration pause, Runnable step) {
        if (!over) {
            checking = time.schedule(pause, concluding(step));
        }
    }

    @Override
    public synchronized void endAs(BatchResult result, boolean remembers) {
        if (!over) {
            end(result, remembers);
        }
    }

    private void end(BatchResult result, boolean remembers) {
        over = true;
        ended = Optional.of(result);
        result.targets().stream()
                .filter(output -> output.fault().isPresent())
                .forEach(output -> log.error(BatchFailures.words(output)));
        if (result.state() == BatchState.FAILED) {
            log.error("failed: "
                    + (result.status().state() == BatchState.FAILED
                            ? BatchFailures.engineReason(result)
                            : result.status().reason().orElse("see above")));
        }
        try {
            if (remembers) {
                order.ifPresent(known -> remember(known, result));
            }
            listeners.tell(new BatchEvent.Ended(head(), result));
        } finally {
            complete(result);
        }
    }

    private void complete(BatchResult result) {
        // Behind the listeners of this moment, and never under the lock.
        Runnable forget = whenOver;
        Promise waiting = completion;
        time.schedule(Duration.ZERO, around.callbacks().counted(() -> {
            forget.run();
            waiting.keep(outcomeOf(result));
        }));
    }

    private void remember(BatchOrder known, BatchResult result) {
        try {
            around.journal()
                    .ended(
                            known.submissionId(),
                            new Ending(
                                    Ending.How.FINAL,
                                    result.status().reason().orElse(""),
                                    Optional.of(result),
                                    time.now()));
        } catch (RuntimeException unwritten) {
            log.warn("the end could not be written to the journal: " + unwritten.getMessage());
        }
    }

    private Supplier<BatchResult> outcomeOf(BatchResult result) {
        return () -> switch (result.state()) {
            case SUCCESSFUL -> result;
            case CANCELLED -> throw failures.cancelled(result);
            default -> throw failures.failed(result);
        };
    }

    @Override
    public synchronized Optional<CancelCause> cancelAsked() {
        return cancelAsked;
    }

    private void fail(Supplier<QmasterException> failure) {
        waitAgain();
        waitersGaveUp = true;
        Promise waiting = completion;
        time.schedule(
                Duration.ZERO,
                around.callbacks()
                        .counted(() -> waiting.keep(() -> {
                            throw failure.get();
                        })));
    }

    /** Whoever waits from now on waits for something new, and is not told once more why waiting failed before. */
    private void waitAgain() {
        if (waitersGaveUp) {
            waitersGaveUp = false;
            completion = new Promise(time, around.callbacks());
        }
    }

    @Override
    public Instant since() {
        return since;
    }

    private synchronized Optional<BatchResult> result() {
        return ended;
    }

    private synchronized Promise current() {
        return completion;
    }

    private BatchEvent.Head head() {
        sequence++;
        Map<String, String> labels = order.map(BatchOrder::labels).orElse(Map.of());
        return new BatchEvent.Head(submissionId(), Optional.of(reference), sequence, time.now(), labels);
    }

    @Override
    public Duration took() {
        return before.plusNanos(time.elapsedNanos() - sinceNanos);
    }

    private static Duration positive(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    private static String words(BatchStatus status) {
        String percent = status.progress().percentComplete().isPresent()
                ? ", " + status.progress().percentComplete().getAsInt() + " %"
                : "";
        return status.text().raw().strip() + percent;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
