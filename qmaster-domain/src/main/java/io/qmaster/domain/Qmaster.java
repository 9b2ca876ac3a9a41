package io.qmaster.domain;

import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Callbacks;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.LimitedBackend;
import io.qmaster.domain.internal.Passwords;
import io.qmaster.domain.internal.RemindedJournal;
import io.qmaster.domain.internal.Surroundings;
import io.qmaster.domain.internal.finish.UnplacedOutputs;
import io.qmaster.domain.internal.order.CompletedWork;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.internal.order.RequestFingerprint;
import io.qmaster.domain.internal.order.Retry;
import io.qmaster.domain.internal.order.RetryClaim;
import io.qmaster.domain.internal.order.SettingChoice;
import io.qmaster.domain.internal.order.SourceStability;
import io.qmaster.domain.internal.recover.GiveUpBatch;
import io.qmaster.domain.internal.recover.Recovery;
import io.qmaster.domain.internal.submit.Attempts;
import io.qmaster.domain.internal.submit.Attempts.Accepted;
import io.qmaster.domain.internal.watch.WatchedBatch;
import io.qmaster.domain.internal.watch.Watcher;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.BatchListener;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.CommandPreview;
import io.qmaster.domain.port.ControlAction;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.EngineHealth;
import io.qmaster.domain.port.JournalEntry;
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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final Duration LOOK_AT_OTHERS = Duration.ofMillis(250);

    private final Surroundings around;
    private final Timekeeper time;
    private final OrderResolver orders;
    private final Watcher watcher;
    private final Supplier<SubmissionId> submissionIds;
    private final Set<SubmissionId> underWay = ConcurrentHashMap.newKeySet();
    private final UnplacedOutputs unplaced;
    private final AtomicBoolean adopts = new AtomicBoolean();
    /** Whose outputs this instance could not move to their place; they are tried again without a word in the journal. */
    private final Set<SubmissionId> stuck = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean closed = new AtomicBoolean();

    private Qmaster(Builder builder) {
        Passwords passwords = new Passwords(builder.clusters);
        Backend backend = new LimitedBackend(builder.backend, builder.policy.engineCalls());
        around = new Surroundings(
                backend,
                new RemindedJournal(builder.journal, passwords),
                builder.files,
                builder.policy,
                builder.listeners,
                Optional.ofNullable(builder.probe),
                passwords,
                new Callbacks(builder.backend.timekeeper(), Optional.ofNullable(builder.executor)));
        time = builder.backend.timekeeper();
        orders = new OrderResolver(builder.backend, builder.files, builder.policy.minFreeBytes());
        watcher = new Watcher(backend, builder.policy);
        unplaced = new UnplacedOutputs(around);
        submissionIds = builder.submissionIds;
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
        return FailureFates.completing(failure -> failure.fate(QueueFate.NOT_QUEUED), () -> submitOrReplay(request));
    }

    /** What fails without a fate failed before the engine was called: {@link Attempts} names every later fate. */
    private QmasterBatch submitOrReplay(BatchRequest request) throws InterruptedException {
        requireOpen();
        String fingerprint = RequestFingerprint.of(request, around.files()::absolute);
        Optional<JournalEntry> original = madeBefore(request, fingerprint);
        if (original.isPresent()) {
            return replayed(request, original.get());
        }
        BatchOrder order;
        try {
            order = orders.resolve(request, submissionIds.get());
        } catch (QmasterException noGood) {
            // What stands in the way may be the output of this very request, made by somebody else a moment ago. That
            // was in
            // the journal before it could be on the disk.
            Optional<JournalEntry> meanwhile = madeBefore(request, fingerprint);
            if (meanwhile.isPresent()) {
                return replayed(request, meanwhile.get());
            }
            throw noGood;
        }
        BatchLog log = storyOf(order.submissionId());
        underWay.add(order.submissionId());
        try {
            Attempts submission = new Attempts(around, orders, log, fingerprint, new RetryClaim(request, around));
            Accepted accepted = submission.carryOut(order);
            return accepted instanceof Accepted.Replayed replayed
                    ? replayed(request, replayed.original())
                    : watchedOrQueued((Accepted.Fresh) accepted, log);
        } finally {
            underWay.remove(order.submissionId());
        }
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
     * nobody knows it is told that it is lost after a while.
     *
     * @throws QmasterClosedException if this was closed
     */
    public QmasterBatch attach(BatchReference batch) {
        requireOpen();
        Optional<JournalEntry> entry = entryOf(batch);
        if (entry.isPresent()) {
            return adopted(entry.get(), batch);
        }
        return watcher.find(batch)
                .orElseGet(() -> watcher.watch(
                        new WatchedBatch(around, batch, Optional.empty(), List.of(), time.now(), new BatchLog(time))));
    }

    /**
     * Asks the engine for a batch now; what it has forgotten is answered from the journal.
     *
     * @return empty if nobody knows the batch
     * @throws StatusException if the question failed
     * @throws InterruptedException if the thread was interrupted
     */
    public Optional<BatchStatus> find(BatchReference batch) throws InterruptedException {
        requireOpen();
        Optional<BatchStatus> remembered =
                entryOf(batch).flatMap(JournalEntry::result).map(BatchResult::status);
        if (remembered.isPresent()) {
            return remembered;
        }
        return Optional.ofNullable(around.backend()
                .statusSource()
                .find(Set.of(batch), Deadline.after(around.policy().statusTimeout(), time))
                .get(batch));
    }

    /**
     * Queries the status of several batches together; what the engine has forgotten is answered from the journal. Where the
     * engine can list its batches this takes about as long as for one.
     *
     * @return those that are known
     * @throws StatusException if the question failed
     * @throws InterruptedException if the thread was interrupted
     */
    public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches) throws InterruptedException {
        requireOpen();
        Map<BatchReference, BatchStatus> found = new HashMap<>();
        Set<BatchReference> asked = new LinkedHashSet<>();
        for (BatchReference batch : batches) {
            Optional<BatchResult> remembered = entryOf(batch).flatMap(JournalEntry::result);
            remembered.ifPresentOrElse(result -> found.put(batch, result.status()), () -> asked.add(batch));
        }
        if (!asked.isEmpty()) {
            found.putAll(around.backend()
                    .statusSource()
                    .find(asked, Deadline.after(around.policy().statusTimeout(), time)));
        }
        return Map.copyOf(found);
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
        if (!around.backend().capabilities().contains(Capability.LIST)) {
            throw new UnsupportedByEngineException(Failure.withoutSubmission(
                            "UNSUPPORTED", "the backend \"" + around.backend().name() + "\" cannot list its batches")
                    .hint("ask for a batch by its id"));
        }
        return around
                .backend()
                .statusSource()
                .list(Deadline.after(around.policy().statusTimeout(), time))
                .stream()
                .map(this::whereItWasSubmitted)
                .toList();
    }

    /** An engine need not say in its list where a batch runs (Compressor does not): what was submitted from here is known. */
    private BatchStatus whereItWasSubmitted(BatchStatus listed) {
        if (!listed.batch().cluster().equals(Cluster.THIS_COMPUTER)) {
            return listed;
        }
        return around.journal()
                .find(listed.batch().id())
                .filter(entry -> listed.name().map(entry.order()::isNamed).orElse(true))
                .flatMap(JournalEntry::batch)
                .map(listed::at)
                .orElse(listed);
    }

    /**
     * Asks the engine to stop a batch for good; watching confirms it.
     *
     * @throws UnsupportedByEngineException if the engine cannot
     * @throws StatusException if the call failed
     * @throws InterruptedException if the thread was interrupted
     */
    public void cancel(BatchReference batch) throws InterruptedException {
        control(batch, QmasterBatch::cancel, ControlAction.CANCEL);
    }

    /** Asks the engine to put a batch on hold; otherwise as {@link #cancel}. */
    public void pause(BatchReference batch) throws InterruptedException {
        control(batch, QmasterBatch::pause, ControlAction.PAUSE);
    }

    /** Asks the engine to take a batch up again; otherwise as {@link #cancel}. */
    public void resume(BatchReference batch) throws InterruptedException {
        control(batch, QmasterBatch::resume, ControlAction.RESUME);
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
        unplaced.removeLeftovers();
        List<JournalEntry> open = around.journal().open().stream()
                .map(this::stillOpen)
                .flatMap(Optional::stream)
                .toList();
        return new Recovery(around, this::adopted).settle(open);
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
        requireOpen();
        Optional<JournalEntry> open = around.journal().find(submission).filter(this::canBeSettled);
        return open.isEmpty() ? Optional.empty() : Optional.of(settled(open.get()));
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
        List<JournalEntry> open = submissions.stream()
                .distinct()
                .map(around.journal()::find)
                .flatMap(Optional::stream)
                .filter(this::canBeSettled)
                .toList();
        return new Recovery(around, this::adopted).settle(open);
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
        Optional<JournalEntry> open = toGiveUp(submission);
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(new GiveUpBatch(around, this::adopted, by).afterAsking(open.get()));
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
        return toGiveUp(submission).map(open -> new GiveUpBatch(around, this::adopted, by).unasked(open));
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
        List<Recovered> found = new ArrayList<>();
        List<JournalEntry> leftOnTheWay = new ArrayList<>();
        if (!adopts.getAndSet(true)) {
            unplaced.removeLeftovers();
        }
        for (JournalEntry entry : around.journal().open()) {
            Optional<JournalEntry> open = stillOpen(entry)
                    .filter(known -> known.batch().flatMap(watcher::find).isEmpty());
            if (open.isPresent() && open.get().batch().isPresent()) {
                found.add(taken(open.get()));
            } else {
                open.ifPresent(leftOnTheWay::add);
            }
        }
        found.addAll(new Recovery(around, this::adopted).settle(leftOnTheWay));
        return List.copyOf(found);
    }

    /**
     * The request for what a submission did not make: all its targets but those that the engine finished and that were found
     * good, also of a batch that failed or was cancelled then, and those that a later submission made of the same files and
     * that are there unchanged; with the same cluster, priority, labels and options. It bears no request id, since that one
     * is taken. What the failed attempt left where an output is wanted, an empty file for example, may be replaced; nothing
     * else may that the original was not allowed to.
     *
     * <p>The journal keeps no password: give the request the address of its cluster again, unless it is {@linkplain
     * Builder#knows known}.
     *
     * <p>The request says what it {@linkplain BatchRequest#retryOf() retries}: of several that are submitted at the same time one is, and
     * the others are refused. When that one has ended, what is still missing can be retried again.
     *
     * @throws RetryException if the submission is still open, or everything is there
     * @throws BatchLostException if the journal does not know the submission
     */
    public BatchRequest retryOf(SubmissionId submission) {
        requireOpen();
        JournalEntry original = known(submission);
        return new Retry(around.files()).of(original, Retry.since(original, around.journal()));
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
        String fingerprint = RequestFingerprint.of(request, around.files()::absolute);
        return madeBefore(request, fingerprint).isPresent()
                ? new Remaining(Optional.of(request), List.of())
                : new CompletedWork(around, orders).remaining(request);
    }

    /**
     * What submitting a request would run, exact but for masked secrets. Looks at files, writes nothing, asks no engine to
     * encode.
     *
     * @throws QmasterException if a file is no good, as {@link #submit}
     */
    public CommandPreview preview(BatchRequest request) {
        requireOpen();
        BatchOrder order = orders.resolve(request, submissionIds.get());
        SourceStability.requireContent(order);
        return around.backend().engine().preview(order);
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

    /** A batch of ours is told who asked, so that its end tells it too; for any other no watch begins. */
    private void control(BatchReference batch, Control ofWatched, ControlAction action) throws InterruptedException {
        requireOpen();
        Optional<WatchedBatch> ours =
                entryOf(batch).map(entry -> adopted(entry, batch)).or(() -> watcher.find(batch));
        if (ours.isPresent()) {
            ofWatched.of(ours.get());
        } else {
            around.backend()
                    .engine()
                    .control(batch, action, Deadline.after(around.policy().controlTimeout(), time));
        }
    }

    private interface Control {
        void of(QmasterBatch batch) throws InterruptedException;
    }

    /** What could be settled when the journal was read may have come to its end since. */
    private Optional<JournalEntry> stillOpen(JournalEntry entry) {
        return canBeSettled(entry)
                ? around.journal().find(entry.submissionId()).filter(this::canBeSettled)
                : Optional.empty();
    }

    private Recovered taken(JournalEntry entry) {
        Optional<String> unaskable = entry.batch().flatMap(around::unaskable);
        if (unaskable.isPresent()) {
            return new Recovered(entry.submissionId(), entry.batch(), Recovered.Finding.UNKNOWN, unaskable.get());
        }
        Optional<String> stillStuck = entry.conclusion()
                .filter(found -> stuck.contains(entry.submissionId()))
                .flatMap(found -> unplaced.stillStuck(entry, found));
        if (stillStuck.isPresent()) {
            return new Recovered(entry.submissionId(), entry.batch(), Recovered.Finding.UNKNOWN, stillStuck.get());
        }
        // Who writes that a batch is submitted holds it.
        around.journal().submitted(entry.submissionId(), entry.submitted().orElseThrow());
        Optional<String> why = unplaced.stuck(entry);
        if (why.isPresent()) {
            // Its end was announced when this failed first.
            stuck.add(entry.submissionId());
            return new Recovered(entry.submissionId(), entry.batch(), Recovered.Finding.UNKNOWN, why.get());
        }
        stuck.remove(entry.submissionId());
        WatchedBatch batch = adopted(entry);
        entry.conclusion().ifPresent(batch::finishAs);
        return new Recovered(entry.submissionId(), entry.batch(), Recovered.Finding.ADOPTED, "nobody was watching it");
    }

    private Recovered settled(JournalEntry entry) throws InterruptedException {
        return new Recovery(around, this::adopted).settle(entry);
    }

    private Optional<JournalEntry> toGiveUp(SubmissionId submission) {
        requireOpen();
        JournalEntry entry = known(submission);
        if (entry.isOpen() && !canBeSettled(entry)) {
            throw GiveUpBatch.held(entry);
        }
        return Optional.of(entry).filter(JournalEntry::isOpen);
    }

    private JournalEntry known(SubmissionId submission) {
        return around.journal()
                .find(submission)
                .orElseThrow(() -> new BatchLostException(
                        Failure.unknown("SUBMISSION_UNKNOWN", "nobody knows the submission " + submission)
                                .hint("check the id, and in which journal it was made")
                                .of(submission)));
    }

    private boolean canBeSettled(JournalEntry entry) {
        return entry.isOpen() && !entry.heldElsewhere() && !underWay.contains(entry.submissionId());
    }

    private QmasterBatch watchedOrQueued(Accepted.Fresh fresh, BatchLog log) throws InterruptedException {
        return FailureFates.completing(
                failure -> failure.of(fresh.reference()).of(fresh.order().submissionId()), () -> watched(fresh, log));
    }

    private QmasterBatch watched(Accepted.Fresh fresh, BatchLog log) {
        WatchedBatch batch = new WatchedBatch(
                around, fresh.reference(), Optional.of(fresh.order()), fresh.jobIds(), fresh.since(), log);
        batch.announce(fresh.settledBy(), false);
        WatchedBatch watched = watcher.watch(batch);
        watched.turnsOutOurs(
                fresh.order(),
                fresh.jobIds(),
                fresh.since(),
                line -> around.journal().note(fresh.order().submissionId(), line));
        return watched;
    }

    /**
     * Asked before any file is looked at: the outputs of a request that was made before are there by now.
     *
     * @throws RequestIdTakenException if the request id belongs to another request
     */
    private Optional<JournalEntry> madeBefore(BatchRequest request, String fingerprint) {
        if (request.requestId().isEmpty()) {
            return Optional.empty();
        }
        Optional<JournalEntry> made =
                around.journal().findRequest(request.requestId().get());
        if (made.isPresent() && !made.get().latest().fingerprint().equals(fingerprint)) {
            throw Attempts.requestIdTaken(made.get());
        }
        return made;
    }

    private QmasterBatch replayed(BatchRequest request, JournalEntry made) throws InterruptedException {
        return FailureFates.completing(
                failure -> failure.fate(QueueFate.UNKNOWN).of(made.submissionId()), () -> answered(request, made));
    }

    private QmasterBatch answered(BatchRequest request, JournalEntry made) throws InterruptedException {
        JournalEntry original = settledByOthers(made);
        if (!original.answersItsRequest() || wasWithdrawn(original)) {
            // It certainly never became a batch, or somebody gave it up meanwhile: it may be made once more.
            return submit(request);
        }
        if (original.batch().isEmpty()) {
            throw new SubmissionTimeoutException(
                    Failure.unknown(
                                    "SUBMISSION_OPEN",
                                    "the request was made before as " + original.submissionId()
                                            + ", and it is not settled yet whether the engine has it")
                            .hint("wait for the program that submits it, or settle it with `qmaster recover "
                                    + original.submissionId() + "`")
                            .of(original.submissionId()),
                    "an open intention in the journal");
        }
        WatchedBatch batch = adopted(original);
        batch.announce(original.submitted().flatMap(SubmissionJournal.Submitted::settledBy), true);
        return batch;
    }

    /** An intention that another program wrote and took back, since something else stood in its way. */
    private boolean wasWithdrawn(JournalEntry made) {
        return made.isOpen()
                && made.batch().isEmpty()
                && around.journal().find(made.submissionId()).isEmpty();
    }

    /** Waits while somebody else is submitting the same, another program or a thread of this one. */
    private JournalEntry settledByOthers(JournalEntry made) throws InterruptedException {
        Policy policy = around.policy();
        Deadline patience = Deadline.after(policy.submissionTimeout().plus(policy.settleWindow()), time);
        JournalEntry latest = made;
        while (latest.isOpen()
                && latest.batch().isEmpty()
                && (latest.heldElsewhere() || underWay.contains(latest.submissionId()))
                && !patience.hasPassed(time)) {
            time.pause(LOOK_AT_OTHERS);
            Optional<JournalEntry> now = around.journal().find(latest.submissionId());
            if (now.isEmpty()) {
                // It was withdrawn before it was handed to the engine.
                return latest;
            }
            latest = now.get();
        }
        return latest;
    }

    private WatchedBatch adopted(JournalEntry entry) {
        return adopted(entry, entry.batch().orElseThrow());
    }

    private WatchedBatch adopted(JournalEntry entry, BatchReference reference) {
        Optional<WatchedBatch> known = watcher.find(reference);
        if (known.isPresent()) {
            // It may have been attached to before it was known to be ours.
            known.get()
                    .turnsOutOurs(
                            entry.order(),
                            jobIdsOf(entry),
                            entry.latest().at(),
                            line -> around.journal().note(entry.submissionId(), line));
            return known.get();
        }
        WatchedBatch batch = new WatchedBatch(
                around,
                reference,
                Optional.of(entry.order()),
                jobIdsOf(entry),
                entry.latest().at(),
                storyOf(entry.submissionId()));
        Optional<BatchResult> result = entry.result();
        return result.isPresent() ? batch.remembered(result.get()) : watcher.watch(batch);
    }

    private static List<JobId> jobIdsOf(JournalEntry entry) {
        return entry.submitted().map(SubmissionJournal.Submitted::jobIds).orElse(List.of());
    }

    private BatchLog storyOf(SubmissionId submission) {
        return new BatchLog(time, line -> around.journal().note(submission, line));
    }

    /** The journal knows batches by their id; the same id on another cluster is another batch. It keeps no passwords. */
    private Optional<JournalEntry> entryOf(BatchReference batch) {
        return around.journal()
                .find(batch.id())
                .filter(entry -> entry.batch()
                        .filter(known -> known.cluster()
                                .displayName()
                                .equals(batch.cluster().displayName()))
                        .isPresent());
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
        private final List<Cluster> clusters = new ArrayList<>();
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
         * Adds a cluster that is known by its address with its password. No journal keeps one: what an earlier program
         * submitted to such a cluster is asked for only if the cluster is given here, or with the batch.
         */
        public Builder knows(Cluster cluster) {
            clusters.add(cluster);
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
