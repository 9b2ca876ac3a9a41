package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

import io.qmaster.domain.internal.AnnouncingJournal;
import io.qmaster.domain.internal.Callbacks;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.Lifetime;
import io.qmaster.domain.internal.LimitedBackend;
import io.qmaster.domain.internal.Listening;
import io.qmaster.domain.internal.Surroundings;
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
 * Submits batches to an engine, watches them, and accounts for every one. Thread-safe.
 *
 * <pre>{@code
 * try (Qmaster qmaster = Qmaster.over(backend)) {
 *     QmasterBatch batch = qmaster.submit(request);
 *     BatchResult result = batch.await();
 * }
 * }</pre>
 *
 * <p>A batch is submitted <em>at most once</em>: when a submission does not answer, it is looked for, and not submitted
 * again while it is unknown whether the engine has it.
 *
 * <p>A null argument is refused with {@link NullPointerException}, and every call after {@link #close()} with {@link
 * QmasterClosedException}. A call that blocks throws {@link InterruptedException} when its thread is interrupted, and leaves
 * batches alone.
 */
public final class Qmaster implements AutoCloseable {
    /** How long closing waits for what callers attached to completions. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Surroundings around;
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
        around = new Surroundings(
                backend,
                new AnnouncingJournal(builder.journal, callbacks),
                builder.files,
                builder.policy,
                Optional.ofNullable(builder.probe),
                builder.credentials,
                callbacks,
                new Lifetime());
        watcher = new Watcher(backend, builder.policy);
        batches = new Batches(around, watcher);
        records = new Records(around.journal(), batches);
        OrderResolver orders = new OrderResolver(builder.backend, builder.files, builder.policy.minFreeBytes());
        submitting = new SubmitBatch(around, orders, batches, builder.submissionIds);
        recovery = new RecoverBatches(around, submitting, batches);
    }

    /** With every default: the journal is in memory, files are those of this machine. */
    public static Qmaster over(Backend backend) {
        return builder(backend).build();
    }

    /** Begins one with something other than the defaults. */
    public static QmasterBuilder builder(Backend backend) {
        return new QmasterBuilder(backend);
    }

    /**
     * Submits a batch and watches it.
     *
     * <p>All files are checked first. The intention is written to the journal before the engine is called. A temporary
     * refusal is retried, an unavailable cluster is replaced by this computer if the policy allows, and a submission that
     * does not answer is looked for by its name. If another process or thread is submitting a request with the same request
     * id, its answer is waited for.
     *
     * @throws SourceFileException if a source is invalid
     * @throws SettingFileException if a setting is invalid
     * @throws DestinationException if a destination is invalid
     * @throws UnsupportedByEngineException if the backend lacks what the request needs
     * @throws JournalException if the intention cannot be written; nothing was submitted
     * @throws EngineUnavailableException if the engine cannot be called; nothing was submitted
     * @throws SubmissionException if the engine refused
     * @throws ClusterNotFoundException if the cluster is unavailable and not replaced
     * @throws SubmissionTimeoutException if the submission did not answer; {@link QmasterException#fate()} says what is
     *     known
     * @throws RequestIdTakenException if the request id belongs to another request
     * @throws RetryException if another request retries the same now, or has made it
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
     * Submits a batch and waits for its end within limits that count from then on. When one runs out the batch is cancelled,
     * unless the limits say otherwise.
     *
     * @throws UnsupportedByEngineException if a limit could cancel the batch and the engine cannot; nothing was submitted
     * @throws QmasterException as {@link #submit} and {@link QmasterBatch#awaitOrCancel(WaitLimits)}
     */
    public BatchResult submitAndWaitOrCancel(BatchRequest request, WaitLimits limits) throws InterruptedException {
        Optional<Failure> objection = around.objection(requireNonNull(limits, "limits"));
        if (objection.isPresent()) {
            throw new UnsupportedByEngineException(objection.get().fate(QueueFate.NOT_QUEUED));
        }
        return submit(request).awaitOrCancel(limits);
    }

    /**
     * Watches a batch, whoever submitted it; one that the engine does not show is lost after {@link Policy#lostAfter()}. If
     * the journal cannot be read, its outputs are not checked, and its log has a warning.
     */
    public QmasterBatch attach(BatchReference batch) {
        return batches.attach(open(batch, "batch"));
    }

    /**
     * The status of a batch. If the journal knows how it ended, that is the answer, and the engine is not queried; otherwise
     * the engine is queried now, and its answer is not kept. Empty if the engine does not show the batch.
     *
     * @throws StatusException if the query failed
     */
    public Optional<BatchStatus> find(BatchReference batch) throws InterruptedException {
        return Optional.ofNullable(find(Set.of(batch)).get(batch));
    }

    /**
     * The status of several batches, each as {@link #find(BatchReference)} gives it. The engine is queried for all of them
     * together, which takes about as long as for one if it can list its batches.
     *
     * @throws StatusException if the query failed
     */
    public Map<BatchReference, BatchStatus> find(Set<BatchReference> wanted) throws InterruptedException {
        return batches.find(open(wanted, "batches"));
    }

    /** The batch of a job; empty if neither the engine nor the journal shows the job. Fails as {@link #find(Set)}. */
    public Optional<BatchReference> batchOf(JobId job) throws InterruptedException {
        return batches.batchOf(open(job, "job"));
    }

    /**
     * All that the engine and the journal know of a batch; empty if neither knows it. The engine is queried unless the journal
     * knows how the batch ended; if that fails for a batch in the journal, {@link BatchRecord#unread()} says why.
     *
     * @throws StatusException if the query failed and the journal does not know the batch
     */
    public Optional<BatchRecord> record(BatchReference batch) throws InterruptedException {
        return records.of(open(batch, "batch"));
    }

    /** The same for a submission, which need not have become a batch; empty if the journal does not know it. */
    public Optional<BatchRecord> record(SubmissionId submission) throws InterruptedException {
        return records.of(open(submission, "submission"));
    }

    /**
     * What the engine shows and the journal remembers, as far as a filter accepts it: first the engine's batches, the newest
     * first, then the other submissions, those that are open first, the newest first.
     *
     * @throws QmasterException as {@link #list()}, if the filter wants what the engine shows
     */
    public List<BatchRecord> history(HistoryFilter filter) throws InterruptedException {
        return records.history(open(filter, "filter"));
    }

    /**
     * The engine's answer to a query of a batch as it came, even if it cannot be parsed; empty if it is not text.
     *
     * @throws StatusException if the engine did not answer
     */
    public Optional<RawAnswer> rawAnswer(BatchReference batch) throws InterruptedException {
        return around.backend().statusSource().rawAnswer(open(batch, "batch"), around.statusDeadline());
    }

    /**
     * Lists every batch that the engine shows, whoever submitted it; with its cluster, if list or journal know it.
     *
     * @throws UnsupportedByEngineException if the backend cannot list
     * @throws StatusException if the query failed
     */
    public List<BatchStatus> list() throws InterruptedException {
        around.lifetime().requireOpen();
        return batches.list();
    }

    /**
     * Asks the engine to stop a batch for good. {@link QmasterBatch#controlAndWait} waits until it shows that.
     *
     * @throws UnsupportedByEngineException if the engine cannot
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
     * Settles every submission that is open in the journal and that no running process is at work on: adopts what the engine
     * has, ends what has ended or never was, and reports the rest. Never submits. The engine is queried for all of them
     * together, once for each cluster. A batch is announced ({@link BatchEvent.Adopted}) before anything else of it is.
     *
     * @return one line for each open submission, the oldest first
     * @throws JournalException if a finding cannot be written
     */
    public List<Recovered> recover() throws InterruptedException {
        around.lifetime().requireOpen();
        return recovery.all();
    }

    /**
     * Settles one submission, as {@link #recover()} does, and leaves all others alone; empty if there is nothing to settle:
     * the journal does not know the submission, it has ended, or a running process is at work on it.
     */
    public Optional<Recovered> recover(SubmissionId submission) throws InterruptedException {
        return recover(List.of(submission)).stream().findFirst();
    }

    /** Settles some submissions together, as {@link #recover(SubmissionId)} does. */
    public List<Recovered> recover(Collection<SubmissionId> submissions) throws InterruptedException {
        return recovery.some(open(submissions, "submissions"));
    }

    /**
     * Gives a submission up: ends it as lost because the user says so, so that its outputs may be written and its request
     * made again, by {@link #retry} for example or under its request id.
     *
     * <p>The engine is queried first. What it can settle is settled, as {@link #recover(SubmissionId)} does. A batch that it
     * does not show is watched until it is lost, which takes {@link Policy#lostAfter()}; several are watched together if
     * they are {@linkplain #attach attached} to before. What cannot be decided is given up.
     *
     * <p>If the engine shows the batch later, it can still be found, waited for and cancelled, but its outputs are left
     * alone, and it stays given up in the journal.
     *
     * @param submission which
     * @param by who says so, for the journal: the name of a user, for example
     * @return what was found: {@link Recovered.Finding#GIVEN_UP}, {@link Recovered.Finding#ENDED} or {@link
     *     Recovered.Finding#NOT_QUEUED}; empty if it had ended before
     * @throws GiveUpException if the engine shows the batch, or a running program is at work on it; it stays open
     * @throws StatusException if the engine could not be queried; it stays open
     * @throws BatchLostException if the journal does not know the submission
     * @throws JournalException if it cannot be written; it stays open
     */
    public Optional<Recovered> giveUp(SubmissionId submission, String by) throws InterruptedException {
        return recovery.giveUp(open(submission, "submission"), requireNonNull(by, "by"));
    }

    /**
     * Gives a submission up without querying the engine; otherwise as {@link #giveUp}. If the engine has the batch all the
     * same, it can run twice.
     */
    public Optional<Recovered> giveUpUnasked(SubmissionId submission, String by) {
        return recovery.giveUpUnasked(open(submission, "submission"), requireNonNull(by, "by"));
    }

    /**
     * Watches every open batch of the journal that no running process is at work on, and settles interrupted submissions.
     * Meant to be called repeatedly by a program that looks after the batches of others.
     *
     * @return what was found of interrupted submissions, and every batch that is watched since this call
     */
    public List<Recovered> adopt() throws InterruptedException {
        around.lifetime().requireOpen();
        return recovery.adopt();
    }

    /**
     * The request for what a submission did not make: all its targets but those whose outputs are good, and those that a
     * later submission made of the same, unchanged files. It has no request id, since that one is taken. An invalid output
     * that the failed attempt left, an empty file for example, may be replaced.
     *
     * <p>Of several requests that retry the same at one time, one is submitted and the others are refused.
     *
     * @throws RetryException if the submission is still open, or everything is there
     * @throws BatchLostException if the journal does not know the submission
     */
    public BatchRequest retryOf(SubmissionId submission) {
        return recovery.retryOf(open(submission, "submission"));
    }

    /** Submits what a submission did not make as a new batch, as {@link #retryOf} and {@link #submit} do. */
    public QmasterBatch retry(SubmissionId submission) throws InterruptedException {
        return submit(retryOf(submission));
    }

    /** The settings that can be chosen. */
    public SettingCatalog settings() {
        around.lifetime().requireOpen();
        return around.backend().settings();
    }

    /**
     * The setting that a text means: a path, the name that people see, or the stem of a setting file. The user's own come
     * before the machine's and those before built-in ones, QuickTime before MXF.
     *
     * @throws SettingFileException if it means none or several, or its file is invalid
     * @throws EngineUnavailableException if it means none, and the engine whose settings can be chosen is not installed
     */
    public SettingFacts setting(String nameOrPath) {
        return new SettingChoice(around.backend().settings(), around.files()).of(open(nameOrPath, "nameOrPath"));
    }

    /** Checks whether a submission would work, without submitting anything. */
    public EngineHealth health() throws InterruptedException {
        around.lifetime().requireOpen();
        return around.backend().engine().health(around.statusDeadline());
    }

    /**
     * The part of a request that is still to be done: without every job that succeeded according to the journal with the
     * same source, setting and options, all unchanged, and whose output is there with the same size. A request that was made
     * before under its request id is left whole.
     *
     * @throws QmasterException if a source, setting or destination is invalid, as {@link #submit}; but outputs may exist
     */
    public Remaining remaining(BatchRequest request) {
        return submitting.remaining(open(request, "request"));
    }

    /**
     * What submitting a request would run, exact but for masked secrets. Checks files as {@link #submit} does, writes nothing,
     * and does not call the engine.
     */
    public CommandPreview preview(BatchRequest request) {
        return submitting.preview(open(request, "request"));
    }

    /** Adds a listener of all batches, also of those that are watched already, until the subscription is cancelled. */
    public Subscription addListener(BatchListener listener) {
        return around.callbacks().add(open(listener, "listener"));
    }

    /** Calls a function with every event of all batches, as a {@link BatchListener}, until the subscription is cancelled. */
    public Subscription onEvent(Consumer<BatchEvent> consumer) {
        return addListener(Listening.listener(requireNonNull(consumer, "consumer")));
    }

    /**
     * Stops watching, cancels nothing, and ends open waits and completions with {@link QmasterClosedException}, as every
     * later call does. When it returns they have ended, unless what callers attached to them blocks for longer than five
     * seconds. Does nothing the second time. Backend and journal are left open.
     */
    @Override
    public void close() {
        if (!around.lifetime().end()) {
            return;
        }
        watcher.close();
        try {
            around.callbacks().awaitDelivered(Deadline.after(CLOSING, time));
        } catch (InterruptedException meantForTheCaller) {
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses every call after {@link #close()}, and null. */
    private <T> T open(T argument, String name) {
        around.lifetime().requireOpen();
        return requireNonNull(argument, name);
    }
}
