package io.qmaster.domain;

import io.qmaster.domain.internal.Callbacks;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.LimitedBackend;
import io.qmaster.domain.internal.Surroundings;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.internal.order.SettingChoice;
import io.qmaster.domain.internal.recover.RecoverBatches;
import io.qmaster.domain.internal.submit.SubmitBatch;
import io.qmaster.domain.internal.watch.Batches;
import io.qmaster.domain.internal.watch.Watcher;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.BatchListener;
import io.qmaster.domain.port.CommandPreview;
import io.qmaster.domain.port.ControlAction;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.EngineHealth;
import io.qmaster.domain.port.MediaFiles;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.SettingCatalog;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.LocalFiles;
import io.qmaster.domain.standard.MemoryJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way in: submits batches to an engine, watches them, and accounts for every one. Safe for threads.
 *
 * <pre>{@code
 * try (Qmaster qmaster = Qmaster.over(backend)) {
 *     QmasterBatch batch = qmaster.submit(request);
 *     BatchResult result = batch.await();
 * }
 * }</pre>
 *
 * <p>A batch is submitted <em>at most once</em>: when a submission does not answer, it is looked for, and not submitted
 * again while nobody can say whether the engine has it.
 */
public final class Qmaster implements AutoCloseable {
    /** How long closing waits for what callers attached to completions. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Surroundings around;
    private final Timekeeper time;
    private final Watcher watcher;
    private final Batches batches;
    private final SubmitBatch submitting;
    private final RecoverBatches recovery;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Qmaster(Builder builder) {
        Backend backend = new LimitedBackend(builder.backend.using(builder.credentials), builder.policy.engineCalls());
        around = new Surroundings(
                backend,
                builder.journal,
                builder.files,
                builder.policy,
                builder.listeners,
                Optional.ofNullable(builder.probe),
                builder.credentials,
                new Callbacks(builder.backend.timekeeper(), Optional.ofNullable(builder.executor)));
        time = builder.backend.timekeeper();
        watcher = new Watcher(backend, builder.policy);
        batches = new Batches(around, watcher);
        OrderResolver orders = new OrderResolver(builder.backend, builder.files, builder.policy.minFreeBytes());
        submitting = new SubmitBatch(around, orders, batches, builder.submissionIds);
        recovery = new RecoverBatches(around, submitting, batches);
    }

    /** With every default: the journal lives in memory, files are those of this machine. */
    public static Qmaster over(Backend backend) {
        return builder(backend).build();
    }

    /** Begins one with something other than the defaults. */
    public static Builder builder(Backend backend) {
        return new Builder(backend);
    }

    /**
     * Submits a batch and watches it.
     *
     * <p>Every file is looked at first, and nothing is written when one is no good; a source that was changed a moment ago is
     * looked at twice. The intention is written to the
     * journal before the engine is asked. A passing refusal is tried once more; an unavailable cluster is replaced by this
     * computer if the policy allows; a submission that does not answer is looked for by its name. A request whose request id
     * is just being submitted by somebody else is waited for, and answered with that batch.
     *
     * @throws SourceFileException if a source is no good
     * @throws SettingFileException if a setting is no good
     * @throws DestinationException if a destination is no good
     * @throws UnsupportedByEngineException if the backend lacks what the request needs
     * @throws JournalException if the intention cannot be written; nothing was submitted
     * @throws EngineUnavailableException if the engine cannot be asked; nothing was submitted
     * @throws SubmissionException if the engine refused
     * @throws ClusterNotFoundException if the cluster is unavailable and nothing stands in for it
     * @throws SubmissionTimeoutException if the submission did not answer; {@link QmasterException#fate()} says what is
     *     known
     * @throws RequestIdTakenException if the request id belongs to another request
     * @throws RetryException if the request retries what another one retries at this moment, or has made
     * @throws QmasterClosedException if this was closed
     * @throws InterruptedException if the thread was interrupted; the batch may or may not be queued, and {@link
     *     #recover()} settles it
     */
    public QmasterBatch submit(BatchRequest request) throws InterruptedException {
        return FailureFates.completing(failure -> failure.fate(QueueFate.NOT_QUEUED), () -> {
            requireOpen();
            return submitting.submit(request);
        });
    }

    /**
     * Submits a batch and waits for its end.
     *
     * @throws QmasterException as {@link #submit} and {@link QmasterBatch#await()}
     * @throws InterruptedException if the thread was interrupted; a batch that was queued is left alone
     */
    public BatchResult submitAndWait(BatchRequest request) throws InterruptedException {
        return submit(request).await();
    }

    /**
     * Submits a batch and waits for its end within limits, which count from when it is queued.
     *
     * @throws UnsupportedByEngineException if a limit could cancel the batch and the engine cannot; nothing was submitted
     * @throws QmasterException as {@link #submit} and {@link QmasterBatch#await(WaitLimits)}
     * @throws InterruptedException if the thread was interrupted; a batch that was queued is left alone
     */
    public BatchResult submitAndWait(BatchRequest request, WaitLimits limits) throws InterruptedException {
        Optional<Failure> objection = around.objection(limits);
        if (objection.isPresent()) {
            throw new UnsupportedByEngineException(objection.get().fate(QueueFate.NOT_QUEUED));
        }
        return submit(request).await(limits);
    }

    /**
     * Watches a batch that the engine has, whoever submitted it. What the journal knows of it is used; of a batch that
     * nobody knows it is told that it is lost after a while. If the journal cannot be read, the batch is watched as one that
     * another program submitted: its outputs are not checked, and its log has a warning.
     *
     * @throws QmasterClosedException if this was closed
     */
    public QmasterBatch attach(BatchReference batch) {
        requireOpen();
        return batches.attach(batch);
    }

    /**
     * Asks the engine for a batch now; what it has forgotten is answered from the journal.
     *
     * @return empty if nobody knows the batch
     * @throws StatusException if the question failed
     * @throws InterruptedException if the thread was interrupted
     */
    public Optional<BatchStatus> find(BatchReference batch) throws InterruptedException {
        return Optional.ofNullable(find(Set.of(batch)).get(batch));
    }

    /**
     * Queries the status of several batches together; what the engine has forgotten is answered from the journal. Where the
     * engine can list its batches this takes about as long as for one.
     *
     * @return those that are known
     * @throws StatusException if the question failed
     * @throws InterruptedException if the thread was interrupted
     */
    public Map<BatchReference, BatchStatus> find(Set<BatchReference> asked) throws InterruptedException {
        requireOpen();
        return batches.find(asked);
    }

    /**
     * Asks the engine for a batch now and gives its answer as it came, whether it can be read or not: what to look at when
     * {@link #find} tells something that cannot be believed.
     *
     * @return empty if the backend does not answer in words
     * @throws StatusException if the question could not be asked
     * @throws InterruptedException if the thread was interrupted
     */
    public Optional<RawAnswer> rawAnswer(BatchReference batch) throws InterruptedException {
        requireOpen();
        return around.backend()
                .statusSource()
                .rawAnswer(batch, Deadline.after(around.policy().statusTimeout(), time));
    }

    /**
     * Asks the engine for every batch it shows, whoever submitted it. A batch of which the journal knows to which cluster it
     * was submitted is told to be there, also if the engine's list does not say so.
     *
     * @throws UnsupportedByEngineException if the backend cannot list
     * @throws StatusException if the question failed
     * @throws InterruptedException if the thread was interrupted
     */
    public List<BatchStatus> list() throws InterruptedException {
        requireOpen();
        return batches.list();
    }

    /**
     * Asks the engine to stop a batch for good; watching confirms it.
     *
     * @throws UnsupportedByEngineException if the engine cannot
     * @throws StatusException if the call failed
     * @throws InterruptedException if the thread was interrupted
     */
    public void cancel(BatchReference batch) throws InterruptedException {
        requireOpen();
        batches.control(batch, ControlAction.CANCEL);
    }

    /** Asks the engine to put a batch on hold; otherwise as {@link #cancel}. */
    public void pause(BatchReference batch) throws InterruptedException {
        requireOpen();
        batches.control(batch, ControlAction.PAUSE);
    }

    /** Asks the engine to take a batch up again; otherwise as {@link #cancel}. */
    public void resume(BatchReference batch) throws InterruptedException {
        requireOpen();
        batches.control(batch, ControlAction.RESUME);
    }

    /**
     * Settles every submission that the journal holds open and no living process is at work on: adopts what the engine
     * has, ends what has ended or never was, and reports the rest. Never submits. The engine is asked for all of them
     * together, once for each cluster.
     *
     * @return one line for each open submission, the oldest first
     * @throws JournalException if a finding cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    public List<Recovered> recover() throws InterruptedException {
        requireOpen();
        return recovery.all();
    }

    /**
     * Settles one submission, as {@link #recover()} does, and leaves all others alone.
     *
     * @return what was found; empty if there is nothing to settle: nobody knows the submission, it has ended, or a living
     *     process is at work on it
     * @throws JournalException if a finding cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    public Optional<Recovered> recover(SubmissionId submission) throws InterruptedException {
        return recover(List.of(submission)).stream().findFirst();
    }

    /**
     * Settles some submissions together, as {@link #recover()} does, and leaves all others alone.
     *
     * @return what was found; without those of which there is nothing to settle
     * @throws JournalException if a finding cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    public List<Recovered> recover(Collection<SubmissionId> submissions) throws InterruptedException {
        requireOpen();
        return recovery.some(submissions);
    }

    /**
     * Gives a submission up: ends it as lost, on somebody's word and never by itself, so that its outputs may be written and
     * its request made again, by {@link #retry} for example or under its request id.
     *
     * <p>The engine is asked first. What it can settle is settled, as {@link #recover(SubmissionId)} does; a batch that it
     * does not show is watched until it is lost by the rule of {@link QmasterBatch#await()} ({@link Policy#lostAfter()} and
     * {@link Policy#lostAnswers()}), which takes as long; several are watched together if they are {@linkplain #attach
     * attached} to before. What nobody can decide, because the engine cannot list its batches or shows several of that name,
     * is given up.
     *
     * <p>Should the engine show the batch later, it can still be
     * found, waited for and cancelled; but its outputs are left alone, since another batch may write them by then, and the
     * journal goes on saying that it was given up.
     *
     * @param submission our own id
     * @param by on whose word, for the journal: the name of a user, for example
     * @return what was found: {@link Recovered.Finding#GIVEN_UP}, {@link Recovered.Finding#ENDED} or {@link
     *     Recovered.Finding#NOT_QUEUED}; empty if it had ended before
     * @throws GiveUpException if the engine shows the batch, or a living program is at work on it; it stays open
     * @throws StatusException if the engine could not be asked; it stays open
     * @throws BatchLostException if the journal does not know the submission
     * @throws JournalException if it cannot be written; it stays open
     * @throws InterruptedException if the thread was interrupted; it stays open
     */
    public Optional<Recovered> giveUp(SubmissionId submission, String by) throws InterruptedException {
        requireOpen();
        return recovery.giveUp(submission, by);
    }

    /**
     * Gives a submission up without asking the engine, which may be gone for good; otherwise as {@link #giveUp}. If the
     * engine has the batch all the same, it can run twice.
     *
     * @throws GiveUpException if a living program is at work on it, or still hands it to the engine; it stays open
     * @throws BatchLostException if the journal does not know the submission
     * @throws JournalException if it cannot be written; it stays open
     */
    public Optional<Recovered> giveUpUnasked(SubmissionId submission, String by) {
        requireOpen();
        return recovery.giveUpUnasked(submission, by);
    }

    /**
     * Takes every open batch of the journal under watch that no living process is at work on, and settles what was left
     * open on the way to the engine. Meant to be called again and again by a program that looks after the batches of
     * others: what is watched already is not asked for again, and what is taken is held, so that no other process settles
     * it. The listeners are told what happens, and the end is written to the journal.
     *
     * @return what was found of the submissions that were left open on the way, and every batch that is watched since this
     *     call
     * @throws JournalException if the journal cannot be read or written
     * @throws InterruptedException if the thread was interrupted
     */
    public List<Recovered> adopt() throws InterruptedException {
        requireOpen();
        return recovery.adopt();
    }

    /**
     * The request for what a submission did not make: all its targets but those that the engine finished and that were found
     * good, also of a batch that failed or was cancelled then, and those that a later submission made of the same files and
     * that are there unchanged; with the same cluster, priority, labels and options. It bears no request id, since that one
     * is taken. What the failed attempt left where an output is wanted, an empty file for example, may be replaced; nothing
     * else may that the original was not allowed to.
     *
     * <p>The request says what it {@linkplain BatchRequest#retryOf() retries}: of several that are submitted at the same time one is, and
     * the others are refused. When that one has ended, what is still missing can be retried again.
     *
     * @throws RetryException if the submission is still open, or everything is there
     * @throws BatchLostException if the journal does not know the submission
     */
    public BatchRequest retryOf(SubmissionId submission) {
        requireOpen();
        return recovery.retryOf(submission);
    }

    /**
     * Submits what a submission did not make as a new batch, as {@link #retryOf} and {@link #submit} tell.
     *
     * @throws QmasterException as those two
     * @throws InterruptedException if the thread was interrupted; {@link #recover()} settles what then is open
     */
    public QmasterBatch retry(SubmissionId submission) throws InterruptedException {
        return submit(retryOf(submission));
    }

    /** The settings that can be chosen. */
    public SettingCatalog settings() {
        return around.backend().settings();
    }

    /**
     * The setting that a text means: a path, the name that people see, or the stem of a setting file. The user's own comes
     * before the machine's and those before built-in ones, QuickTime before MXF.
     *
     * @throws SettingFileException if it means none or several, or its file is no good
     * @throws EngineUnavailableException if it means none, and the engine whose settings can be chosen is not installed
     */
    public SettingFacts setting(String nameOrPath) {
        return new SettingChoice(around.backend().settings(), around.files()).of(nameOrPath);
    }

    /**
     * Looks whether a submission would work, without submitting anything.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    public EngineHealth health() throws InterruptedException {
        requireOpen();
        return around.backend().engine().health(Deadline.after(around.policy().statusTimeout(), time));
    }

    /**
     * What of a request is still to be done: leaves out every job of which the journal knows that it succeeded with the same
     * source, setting and options, none of them changed since, and whose output is there with the size that it had. A
     * request that was made before under its request id is left whole: submitting it gives the original answer.
     *
     * @throws QmasterException if a source, setting or destination is no good, as {@link #submit}; existing outputs are no
     *     obstacle
     */
    public Remaining remaining(BatchRequest request) {
        requireOpen();
        return submitting.remaining(request);
    }

    /**
     * What submitting a request would run, exact but for masked secrets. Looks at files, writes nothing, asks no engine to
     * encode.
     *
     * @throws QmasterException if a file is no good, as {@link #submit}
     */
    public CommandPreview preview(BatchRequest request) {
        requireOpen();
        return submitting.preview(request);
    }

    /**
     * Stops watching, cancels nothing, and ends open waits and completions with {@link QmasterClosedException}. When it
     * returns they have ended, unless what callers attached to them blocks for longer than five seconds. Does nothing the
     * second time. The backend is left alone.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        watcher.close();
        try {
            around.callbacks().awaitDelivered(Deadline.after(CLOSING, time));
        } catch (InterruptedException meantForTheCaller) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new QmasterClosedException(Failure.withoutSubmission("CLOSED", "this Qmaster was closed")
                    .hint("make a new one"));
        }
    }

    /** Gathers what differs from the defaults. Not safe for threads. */
    public static final class Builder {
        private final Backend backend;
        private SubmissionJournal journal = new MemoryJournal();
        private MediaFiles files = new LocalFiles();
        private Policy policy = Policy.DEFAULT;
        private final List<BatchListener> listeners = new ArrayList<>();
        private Credentials credentials = Credentials.NONE;
        private Supplier<SubmissionId> submissionIds = SubmissionId::random;
        private @Nullable OutputProbe probe;
        private @Nullable Executor executor;

        private Builder(Backend backend) {
            this.backend = backend;
        }

        /** What remembers submissions; a {@link MemoryJournal} if it is not said. */
        public Builder journal(SubmissionJournal memory) {
            journal = memory;
            return this;
        }

        /**
         * Adds passwords of clusters that are known by their address. No journal keeps one: a batch on such a cluster is
         * submitted, and what an earlier program submitted there is queried, only with its password.
         *
         * @param passwords queried where the credentials that were added before know no password
         * @return this builder
         */
        public Builder credentials(Credentials passwords) {
            credentials = credentials.or(passwords);
            return this;
        }

        /** What looks at sources and outputs; {@link LocalFiles} if it is not said. */
        public Builder files(MediaFiles lookout) {
            files = lookout;
            return this;
        }

        /** How patient we are, and what may be done without asking; {@link Policy#DEFAULT} if it is not said. */
        public Builder policy(Policy rules) {
            policy = rules;
            return this;
        }

        /** Adds somebody who is told what happens to every batch. */
        public Builder listener(BatchListener listener) {
            listeners.add(listener);
            return this;
        }

        /**
         * What looks into every output whose batch ends: one that is not what setting and source promise fails its batch.
         * Without it, an output that is there and no longer grows is good.
         */
        public Builder probe(OutputProbe lookout) {
            probe = lookout;
            return this;
        }

        /**
         * Sets what runs listeners and what callers attach to completions. By default these run on a bounded number of daemon
         * threads of the backend's timekeeper. What the executor rejects runs there. It must not run tasks on the thread that
         * calls it, and is not shut down by {@link Qmaster#close()}.
         */
        public Builder executor(Executor threads) {
            executor = Objects.requireNonNull(threads);
            return this;
        }

        /** Where our own ids come from; random if it is not said. For tests that must repeat to the letter. */
        public Builder submissionIds(Supplier<SubmissionId> ids) {
            submissionIds = ids;
            return this;
        }

        /** The way in. */
        public Qmaster build() {
            return new Qmaster(this);
        }
    }
}
