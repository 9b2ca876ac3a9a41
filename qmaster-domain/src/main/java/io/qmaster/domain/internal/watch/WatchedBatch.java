package io.qmaster.domain.internal.watch;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.JobId;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.LogLevel;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Subscription;
import io.qmaster.domain.WaitLimits;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.Promise;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.finish.BatchFailures;
import io.qmaster.domain.internal.finish.Finishing;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A watched batch: processes the answers of its lane, notifies its listeners, and ends once. Thread-safe. */
public final class WatchedBatch implements QmasterBatch, Finishing.Concluded {
    private final QmasterContext context;
    private final Timekeeper time;
    private final BatchReference reference;
    private volatile Optional<BatchOrder> order;
    private volatile List<JobId> jobIds;
    private final BatchFailures failures;
    private final BatchLog log;
    private final Listeners listeners;
    private volatile Instant since;
    private volatile Duration before;
    private final long sinceNanos;
    private final BatchControls controls;
    private final Waiters waiters;
    private final BatchEnding end;
    private final PollResults pollResults;
    private volatile Runnable pollSoon = () -> {};
    private long sequence;

    /**
     * Creates a batch that is not watched yet.
     *
     * @param jobIds the engine's ids of the jobs, as many as it reported
     * @param since when it was submitted; for a batch of another user, the present time
     */
    public WatchedBatch(
            QmasterContext context,
            BatchReference reference,
            Optional<BatchOrder> order,
            List<JobId> jobIds,
            Instant since,
            BatchLog log) {
        this.context = context;
        this.time = context.backend().timekeeper();
        this.reference = reference;
        this.order = order;
        this.failures = new BatchFailures(reference, this::order);
        this.jobIds = List.copyOf(jobIds);
        this.log = log;
        this.listeners = new Listeners(context.callbacks(), log);
        this.since = since;
        this.before = positive(Duration.between(since, time.now()));
        this.sinceNanos = time.elapsedNanos();
        this.controls = new BatchControls(context, reference, this::order, this::lastStatus, failures, log);
        OutputSize size = new OutputSize(context.files(), this::order);
        this.waiters = new Waiters(context, controls, failures, log, size, sinceNanos);
        this.end = new BatchEnding(
                context, this, waiters, failures, log, result -> publish(head -> new BatchEvent.Ended(head, result)));
        this.pollResults = new PollResults(context, waiters, end, failures, log, this::publish, sinceNanos);
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
        controls.requireOpen();
        BatchStatus now = FailureFates.completing(
                        failures::unseen,
                        () -> context.backend().statusSource().find(Set.of(reference), context.statusDeadline()))
                .get(reference);
        if (now != null) {
            return now;
        }
        throw failures.notSeen();
    }

    @Override
    public synchronized Optional<BatchStatus> lastStatus() {
        return end.result().map(BatchResult::status).or(pollResults::last);
    }

    @Override
    public BatchResult await() throws InterruptedException {
        return waiters.await();
    }

    @Override
    public Optional<BatchResult> await(Duration atMost) throws InterruptedException {
        return waiters.await(requireNonNull(atMost, "atMost"));
    }

    @Override
    public BatchResult awaitOrCancel(WaitLimits limits) throws InterruptedException {
        return waiters.awaitOrCancel(requireNonNull(limits, "limits"));
    }

    @Override
    public Optional<BatchStatus> awaitStatus(Predicate<BatchStatus> wanted, Duration atMost)
            throws InterruptedException {
        return waiters.awaitStatus(requireNonNull(wanted, "wanted"), requireNonNull(atMost, "atMost"), pollSoon);
    }

    @Override
    public CompletionStage<BatchResult> completion() {
        return waiters.stage();
    }

    @Override
    public Subscription onChange(Consumer<BatchEvent> consumer) {
        return listeners.add(requireNonNull(consumer, "consumer"));
    }

    @Override
    public void cancel(CancelCause cause) throws InterruptedException {
        controls.cancel(requireNonNull(cause, "cause"));
    }

    @Override
    public void control(ControlAction action) throws InterruptedException {
        if (action == ControlAction.CANCEL) {
            cancel(CancelCause.USER);
        } else {
            controls.control(requireNonNull(action, "action"));
        }
    }

    @Override
    public void control(JobId job, ControlAction action) throws InterruptedException {
        controls.control(requireNonNull(job, "job"), requireNonNull(action, "action"));
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

    /** Whether the journal is known to have the batch. */
    boolean isOurs() {
        return order.isPresent();
    }

    /**
     * Turns a batch that was taken for another user's into a submitted one: its outputs will be checked and its end
     * written to the journal.
     *
     * @param kept receives the lines of its log
     */
    public synchronized void becomeOwned(
            BatchOrder known, List<JobId> jobs, Instant submittedAt, Consumer<LogEntry> kept) {
        if (isOurs()) {
            return;
        }
        jobIds = List.copyOf(jobs);
        before = before.plus(positive(Duration.between(submittedAt, since)));
        since = submittedAt;
        log.copyTo(kept);
        order = Optional.of(known);
    }

    /** Notifies the listeners, before any other event, that the batch of an earlier program is watched again. */
    public synchronized void announceAdopted() {
        if (sequence == 0) {
            order.ifPresent(submitted -> publish(head -> new BatchEvent.Adopted(head, submitted, jobIds)));
        }
    }

    /** Notifies the listeners that the engine has the batch. */
    public synchronized void announce(Optional<String> settledBy, boolean replayed) {
        order.ifPresent(submitted -> publish(head -> new BatchEvent.Submitted(
                head, submitted, jobIds, context.backend().name(), settledBy, replayed)));
    }

    /** Ends a batch whose result is in the journal, without further queries. */
    public synchronized WatchedBatch remembered(BatchResult result) {
        end.remembered(result);
        return this;
    }

    /** Sets how to poll the batch soon. */
    void polledSoonBy(Runnable hurry) {
        pollSoon = hurry;
    }

    /** Sets a task that runs once when the batch is no longer watched. */
    synchronized void whenOver(Runnable task) {
        end.whenOver(task);
    }

    synchronized boolean hasEnded() {
        return end.hasBegun();
    }

    synchronized boolean isListed() {
        return pollResults.isListed();
    }

    /** Whether an answer after a moment listed it as not ended. */
    public synchronized boolean wasShownSince(long nanos) {
        return pollResults.wasShownSince(nanos);
    }

    /** The longest pause before the next poll that this batch allows. */
    synchronized Duration nextPoll(Duration pause, Duration shortest) {
        return pollResults.nextPoll(pause, shortest);
    }

    public synchronized void seen(BatchStatus status) {
        pollResults.seen(status);
    }

    /** The engine answers, though without this batch: later waits do not fail because of missing answers. */
    public synchronized void answersAgain() {
        pollResults.answersAgain();
    }

    synchronized void missing(Duration pause, boolean engineReset) {
        pollResults.missing(pause, engineReset);
    }

    synchronized void unanswered(String reason, Throwable cause) {
        pollResults.unanswered(reason, cause);
    }

    synchronized void engineReset(int batches) {
        pollResults.engineReset(batches);
    }

    void close() {
        Promise waiting;
        synchronized (this) {
            waiting = end.close();
        }
        if (waiting != null) {
            waiting.keep(() -> {
                throw failures.closed();
            });
        }
    }

    /**
     * Continues the end that another process started and did not finish, even if the engine no longer lists the batch.
     */
    public synchronized void finishAs(BatchResult found) {
        if (!hasEnded()) {
            end.begin(found.status());
        }
    }

    @Override
    public synchronized void later(Duration pause, Runnable step) {
        end.later(pause, step);
    }

    @Override
    public synchronized void endAs(BatchResult result, boolean remembers) {
        end.endAs(result, remembers);
    }

    /** Throws the failure to write the end of this batch to the journal, if there was one. */
    public synchronized void requireWritten() {
        end.requireWritten();
    }

    @Override
    public Optional<CancelCause> cancelAsked() {
        return controls.cancelAsked();
    }

    @Override
    public Instant since() {
        return since;
    }

    private synchronized Optional<BatchResult> result() {
        return end.result();
    }

    private void publish(Function<BatchEvent.Head, BatchEvent> event) {
        sequence++;
        Map<String, String> labels = order.map(BatchOrder::labels).orElse(Map.of());
        listeners.publish(
                event.apply(new BatchEvent.Head(submissionId(), Optional.of(reference), sequence, time.now(), labels)));
    }

    @Override
    public Duration took() {
        return before.plusNanos(time.elapsedNanos() - sinceNanos);
    }

    private static Duration positive(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }
}
