package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.internal.AnnouncingJournal;
import io.qmaster.domain.internal.Callbacks;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.Lifetime;
import io.qmaster.domain.internal.LimitedBackend;
import io.qmaster.domain.internal.Listening;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.internal.order.SettingChoice;
import io.qmaster.domain.internal.recover.RecoverBatches;
import io.qmaster.domain.internal.submit.SubmitBatch;
import io.qmaster.domain.internal.watch.Batches;
import io.qmaster.domain.internal.watch.Records;
import io.qmaster.domain.internal.watch.Watcher;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Submits batches to an engine, watches them, and accounts for every one.
 *
 * <pre>{@code
 * try (Qmaster qmaster = Qmaster.over(backend)) {
 *     QmasterBatch batch = qmaster.submit(request);
 *     BatchResult result = batch.await();
 * }
 * }</pre>
 *
 * <p>A batch is submitted <em>at most once</em>: if a submission does not answer, the batch is looked for, and not submitted
 * again while it is unknown whether the engine has it.
 *
 * <p>A null argument is refused with {@link NullPointerException}, and every call after {@link #close()} with
 * {@link QmasterClosedException}. A call that blocks throws {@link InterruptedException} when its thread is interrupted, and
 * does not affect batches. The entry point for library consumers. Thread-safe.
 */
public final class Qmaster implements AutoCloseable {
    /** How long closing waits for what callers attached to completions. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final QmasterContext context;
    private final Timekeeper time;
    private final Watcher watcher;
    private final Batches batches;
    private final Records records;
    private final SubmitBatch submitting;
    private final RecoverBatches recovery;

    Qmaster(QmasterBuilder builder) {
        LimitedBackend backend =
                new LimitedBackend(builder.backend.using(builder.credentials), builder.policy.engineCalls());
        time = backend.timekeeper();
        Callbacks callbacks = new Callbacks(time, Optional.ofNullable(builder.executor));
        builder.listeners.forEach(callbacks::add);
        context = new QmasterContext(
                backend,
                new AnnouncingJournal(builder.journal, callbacks),
                builder.files,
                builder.policy,
                Optional.ofNullable(builder.probe),
                builder.credentials,
                callbacks,
                new Lifetime());
        watcher = new Watcher(backend, builder.policy);
        batches = new Batches(context, watcher);
        records = new Records(context.journal(), batches);
        OrderResolver orders = new OrderResolver(builder.backend, builder.files, builder.policy.minFreeBytes());
        submitting = new SubmitBatch(context, orders, batches, builder.submissionIds);
        recovery = new RecoverBatches(context, submitting, batches);
    }

    /** Creates one with every default: a journal in memory, and the files of this machine. */
    public static Qmaster over(Backend backend) {
        return builder(backend).build();
    }

    /** Creates a builder. */
    public static QmasterBuilder builder(Backend backend) {
        return new QmasterBuilder(backend);
    }

    /**
     * Submits a batch and watches it.
     *
     * <p>All files are checked first. The intention is written to the journal before the engine is called. A temporary refusal
     * is retried, an unavailable cluster is replaced by this computer if the policy allows, and a submission that does not
     * answer is looked for by its name. If another process or thread is submitting a request with the same request id, this
     * call waits for its answer.
     *
     * @throws SourceFileException if a source is invalid
     * @throws SettingFileException if a setting is invalid
     * @throws DestinationException if a destination is invalid
     * @throws UnsupportedByEngineException if the backend lacks what the request needs
     * @throws JournalException if the intention cannot be written; nothing was submitted
     * @throws EngineUnavailableException if the engine cannot be called; nothing was submitted
     * @throws SubmissionException if the engine refused
     * @throws ClusterNotFoundException if the cluster is unavailable and not replaced
     * @throws SubmissionTimeoutException if the submission did not answer; {@link QmasterException#fate()} says what is known
     * @throws RequestIdTakenException if the request id belongs to another request
     * @throws RetryException if another request is retrying the same submission, or has completed it
     * @throws InterruptedException if the thread was interrupted; the batch may be queued, and {@link #recover()} settles it
     */
    public QmasterBatch submit(BatchRequest request) throws InterruptedException {
        return FailureFates.completing(
                failure -> failure.fate(QueueFate.NOT_QUEUED), () -> submitting.submit(open(request, "request")));
    }

    /** Submits a batch and waits for its end, as {@link #submit} and {@link QmasterBatch#await()} do. */
    public BatchResult submitAndWait(BatchRequest request) throws InterruptedException {
        return submit(request).await();
    }

    /**
     * Submits a batch and then waits for its end within limits. When one expires, the batch is cancelled unless the limits say
     * otherwise.
     *
     * @throws UnsupportedByEngineException if a limit could cancel the batch and the engine cannot cancel; nothing was
     *     submitted
     * @throws QmasterException as {@link #submit} and {@link QmasterBatch#awaitOrCancel(WaitLimits)}
     */
    public BatchResult submitAndWaitOrCancel(BatchRequest request, WaitLimits limits) throws InterruptedException {
        Optional<Failure> objection = context.objection(requireNonNull(limits, "limits"));
        if (objection.isPresent()) {
            throw new UnsupportedByEngineException(objection.get().fate(QueueFate.NOT_QUEUED));
        }
        return submit(request).awaitOrCancel(limits);
    }

    /**
     * Watches a batch of any user or program; one that the engine does not list is lost after {@link Policy#lostAfter()}. If
     * the journal cannot be read, its outputs are not checked, and its log has a warning.
     */
    public QmasterBatch attach(BatchReference batch) {
        return batches.attach(open(batch, "batch"));
    }

    /**
     * The status of a batch. If the journal has its final status, that is returned without a query; otherwise the engine is
     * queried now, and its answer is not stored. Empty if the engine does not list the batch.
     *
     * @throws StatusException if the query failed
     */
    public Optional<BatchStatus> find(BatchReference batch) throws InterruptedException {
        return Optional.ofNullable(find(Set.of(batch)).get(batch));
    }

    /**
     * The status of several batches, each as {@link #find(BatchReference)} returns it. The engine is queried for all of them
     * together, which takes about as long as for one if it can list its batches.
     *
     * @throws StatusException if the query failed
     */
    public Map<BatchReference, BatchStatus> find(Set<BatchReference> wanted) throws InterruptedException {
        return batches.find(open(wanted, "batches"));
    }

    /** The batch of a job; empty if neither the engine nor the journal knows the job. Fails as {@link #find(Set)}. */
    public Optional<BatchReference> batchOf(JobId job) throws InterruptedException {
        return batches.batchOf(open(job, "job"));
    }

    /**
     * Everything that the engine and the journal know of a batch; empty if neither knows it. The engine is queried unless the
     * journal has the final status; if that fails for a batch in the journal, {@link BatchRecord#unread()} says why.
     *
     * @throws StatusException if the query failed and the journal does not know the batch
     * @throws JournalException if the journal was deleted or replaced while it was in use
     */
    public Optional<BatchRecord> record(BatchReference batch) throws InterruptedException {
        return records.of(open(batch, "batch"));
    }

    /** The same for a submission, which may not have become a batch; empty if the journal does not know it. */
    public Optional<BatchRecord> record(SubmissionId submission) throws InterruptedException {
        return records.of(open(submission, "submission"));
    }

    /**
     * The batches that the engine lists or the journal has and a filter accepts: first the engine's batches, newest first, then
     * the other submissions, open ones before ended ones, each newest first.
     *
     * @throws QmasterException as {@link #list()}, if the filter needs the engine's batches
     */
    public List<BatchRecord> history(HistoryFilter filter) throws InterruptedException {
        return records.history(open(filter, "filter"));
    }

    /**
     * The engine's unparsed answer to a query of a batch, even if it is invalid; empty if it is not text.
     *
     * @throws StatusException if the engine did not answer
     */
    public Optional<RawAnswer> rawAnswer(BatchReference batch) throws InterruptedException {
        return context.backend().statusSource().rawAnswer(open(batch, "batch"), context.statusDeadline());
    }

    /**
     * Lists the engine's batches of all users; with their clusters, if the list or the journal has them.
     *
     * @throws UnsupportedByEngineException if the backend cannot list
     * @throws StatusException if the query failed
     */
    public List<BatchStatus> list() throws InterruptedException {
        context.lifetime().requireOpen();
        return batches.list();
    }

    /**
     * Asks the engine to cancel a batch. {@link QmasterBatch#controlAndWait} waits until it has.
     *
     * @throws UnsupportedByEngineException if the engine cannot cancel
     * @throws StatusException if the call failed
     */
    public void cancel(BatchReference batch) throws InterruptedException {
        batches.control(open(batch, "batch"), ControlAction.CANCEL);
    }

    /** Asks the engine to put a batch on hold; otherwise as {@link #cancel}. */
    public void pause(BatchReference batch) throws InterruptedException {
        batches.control(open(batch, "batch"), ControlAction.PAUSE);
    }

    /** Asks the engine to resume a batch; otherwise as {@link #cancel}. */
    public void resume(BatchReference batch) throws InterruptedException {
        batches.control(open(batch, "batch"), ControlAction.RESUME);
    }

    /**
     * Settles every submission that is open in the journal and that no running process works on: adopts batches that the engine
     * has, ends those that have ended or were never queued, and reports the rest. Never submits. The engine is queried once for
     * each cluster. {@link BatchEvent.Adopted} is the first event of an adopted batch.
     *
     * @return one entry for each open submission, oldest first
     * @throws JournalException if a finding cannot be written
     */
    public List<Recovered> recover() throws InterruptedException {
        context.lifetime().requireOpen();
        return recovery.all();
    }

    /**
     * Settles only one submission, as {@link #recover()} does; empty if there is nothing to settle: the journal does not know
     * it, it has ended, or a running process works on it.
     */
    public Optional<Recovered> recover(SubmissionId submission) throws InterruptedException {
        return recover(List.of(submission)).stream().findFirst();
    }

    /** Settles some submissions together, as {@link #recover(SubmissionId)} does. */
    public List<Recovered> recover(Collection<SubmissionId> submissions) throws InterruptedException {
        return recovery.some(open(submissions, "submissions"));
    }

    /**
     * Gives a submission up: ends it as lost on the decision of a user, so that its outputs can be written and its request
     * submitted again, by {@link #retry} for example or under its request id.
     *
     * <p>The engine is queried first. A submission that can be settled is settled, as {@link #recover(SubmissionId)} does. A
     * batch that the engine does not list is watched until it is lost, which takes {@link Policy#lostAfter()}; several are
     * watched together if they were {@linkplain #attach attached} before. Otherwise the submission is given up.
     *
     * <p>If the engine lists the batch later, it can still be found, waited for and cancelled, but its outputs are not touched,
     * and it stays given up in the journal.
     *
     * @param submission the submission
     * @param by who gives it up, for the journal: a user name, for example
     * @return what was found: {@link Recovered.Finding#GIVEN_UP}, {@link Recovered.Finding#ENDED} or
     *     {@link Recovered.Finding#NOT_QUEUED}; empty if it had already ended
     * @throws GiveUpException if the engine lists the batch, or a running process works on it; it stays open
     * @throws StatusException if the engine could not be queried; it stays open
     * @throws BatchLostException if the journal does not know the submission
     * @throws JournalException if it cannot be written; it stays open
     */
    public Optional<Recovered> giveUp(SubmissionId submission, String by) throws InterruptedException {
        return recovery.giveUp(open(submission, "submission"), requireNonNull(by, "by"));
    }

    /**
     * Gives a submission up without querying the engine; otherwise as {@link #giveUp}. If the engine has the batch, it can then
     * run twice.
     */
    public Optional<Recovered> giveUpUnasked(SubmissionId submission, String by) {
        return recovery.giveUpUnasked(open(submission, "submission"), requireNonNull(by, "by"));
    }

    /**
     * Watches every open batch of the journal that no running process works on, and settles interrupted submissions. Call it
     * repeatedly in a program that watches the batches of other programs.
     *
     * @return the results of interrupted submissions, and every batch that this call started to watch
     */
    public List<Recovered> adopt() throws InterruptedException {
        context.lifetime().requireOpen();
        return recovery.adopt();
    }

    /**
     * The request for the missing outputs of a submission: its targets without those whose outputs are valid or were made by a
     * later submission from the same unchanged files. It has no request id. An invalid output of the failed attempt, an empty
     * file for example, may be replaced.
     *
     * <p>Of several concurrent retries of one submission, one is submitted and the others are refused.
     *
     * @throws RetryException if the submission is still open, or no output is missing
     * @throws BatchLostException if the journal does not know the submission
     */
    public BatchRequest retryOf(SubmissionId submission) {
        return recovery.retryOf(open(submission, "submission"));
    }

    /** Submits the missing outputs of a submission as a new batch, as {@link #retryOf} and {@link #submit} do. */
    public QmasterBatch retry(SubmissionId submission) throws InterruptedException {
        return submit(retryOf(submission));
    }

    /** The settings that can be chosen. */
    public SettingCatalog settings() {
        context.lifetime().requireOpen();
        return context.backend().settings();
    }

    /**
     * Finds a setting by path, display name, or stem of its file. The user's own settings take precedence over the machine's,
     * those over built-in ones, and QuickTime over MXF.
     *
     * @throws SettingFileException if none or several match, or the file is invalid
     * @throws EngineUnavailableException if none matches, and the engine that has the settings is not installed
     */
    public SettingFacts setting(String nameOrPath) {
        return new SettingChoice(context.backend().settings(), context.files()).of(open(nameOrPath, "nameOrPath"));
    }

    /** Checks whether a submission would work, without submitting anything. */
    public EngineHealth health() throws InterruptedException {
        context.lifetime().requireOpen();
        return context.backend().engine().health(context.statusDeadline());
    }

    /**
     * The part of a request that still has to be done: without the jobs that succeeded, according to the journal, with the same
     * unchanged source, setting and options, and whose output exists with the same size. A request that was already submitted
     * under its request id is returned whole.
     *
     * @throws QmasterException if a source, setting or destination is invalid, as {@link #submit}; outputs may exist
     */
    public Remaining remaining(BatchRequest request) {
        return submitting.remaining(open(request, "request"));
    }

    /**
     * The command that submitting a request would run, exact except for masked secrets. Checks files as {@link #submit} does,
     * writes nothing, and does not call the engine.
     */
    public CommandPreview preview(BatchRequest request) {
        return submitting.preview(open(request, "request"));
    }

    /** Adds a listener of all batches, including those already watched, until the subscription is cancelled. */
    public Subscription addListener(BatchListener listener) {
        return context.callbacks().add(open(listener, "listener"));
    }

    /** Calls a function with every event of all batches, as a {@link BatchListener}, until the subscription is cancelled. */
    public Subscription onEvent(Consumer<BatchEvent> consumer) {
        return addListener(Listening.listener(requireNonNull(consumer, "consumer")));
    }

    /**
     * Stops watching, cancels nothing, and ends open waits and completions with {@link QmasterClosedException}, as every later
     * call does. They have ended when it returns, unless code that callers attached to them blocks for longer than five
     * seconds, or the thread is interrupted meanwhile. A second call has no effect. Backend and journal are not closed.
     */
    @Override
    public void close() {
        if (!context.lifetime().end()) {
            return;
        }
        watcher.close();
        // An interrupt is meant for what the caller does next.
        boolean isInterrupted = Thread.interrupted();
        try {
            context.callbacks().awaitDelivered(Deadline.after(CLOSING, time));
        } catch (InterruptedException again) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Rejects calls after {@link #close()}, and null. */
    private <T> T open(T argument, String name) {
        context.lifetime().requireOpen();
        return requireNonNull(argument, name);
    }
}
