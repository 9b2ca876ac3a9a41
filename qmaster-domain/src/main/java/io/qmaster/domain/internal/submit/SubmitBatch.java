package io.qmaster.domain.internal.submit;

import io.qmaster.domain.BatchEvent;
import io.qmaster.domain.BatchListener.WaitReason;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Policy;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.Remaining;
import io.qmaster.domain.RequestIdTakenException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionTimeoutException;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.order.CompletedWork;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.internal.order.RequestFingerprint;
import io.qmaster.domain.internal.order.RetryClaim;
import io.qmaster.domain.internal.order.SourceStability;
import io.qmaster.domain.internal.submit.Attempts.Accepted;
import io.qmaster.domain.internal.watch.Batches;
import io.qmaster.domain.internal.watch.WatchedBatch;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Submits a batch: resolves the request into an order, submits it to the engine, and watches the batch. Only this class
 * decides whether a request is a repetition. Thread-safe.
 */
public final class SubmitBatch {
    /** How long to wait for another process without a report: most submissions take less. */
    private static final Duration BRIEF_WAIT = Duration.ofSeconds(3);

    private static final Duration POLL_OTHERS = Duration.ofMillis(250);

    private final QmasterContext context;
    private final Timekeeper time;
    private final OrderResolver orders;
    private final Batches batches;
    private final Supplier<SubmissionId> submissionIds;
    private final Set<SubmissionId> underWay = ConcurrentHashMap.newKeySet();

    public SubmitBatch(
            QmasterContext context, OrderResolver orders, Batches batches, Supplier<SubmissionId> submissionIds) {
        this.context = context;
        this.time = context.backend().timekeeper();
        this.orders = orders;
        this.batches = batches;
        this.submissionIds = submissionIds;
    }

    private void requirePassword(Cluster cluster) {
        if (!context.credentials().suffice(cluster)) {
            throw new EngineUnavailableException(Failure.notQueued(
                            "PASSWORD_UNKNOWN",
                            "the password of the cluster " + cluster.displayName() + " is not known")
                    .hint("give its address with the password"));
        }
    }

    /** As {@link io.qmaster.domain.Qmaster#submit}. */
    public QmasterBatch submit(BatchRequest request) throws InterruptedException {
        try {
            return submitted(request);
        } catch (QmasterException refused) {
            Failure failure = refused.failure();
            context.callbacks()
                    .publish(new BatchEvent.Refused(
                            new BatchEvent.Head(
                                    failure.submissionId(), failure.batch(), 0, time.now(), request.labels()),
                            request,
                            failure));
            throw refused;
        }
    }

    private QmasterBatch submitted(BatchRequest request) throws InterruptedException {
        return FailureFates.completing(failure -> failure.fate(QueueFate.NOT_QUEUED), () -> submitOrReplay(request));
    }

    /** A failure without a fate comes from before the engine was called: {@link Attempts} sets every later fate. */
    private QmasterBatch submitOrReplay(BatchRequest request) throws InterruptedException {
        String fingerprint = RequestFingerprint.of(request, context.files()::absolute);
        Optional<JournalEntry> original = earlier(request, fingerprint);
        if (original.isPresent()) {
            return replayed(request, original.get());
        }
        BatchOrder order;
        try {
            order = orders.resolve(request, submissionIds.get());
        } catch (QmasterException invalid) {
            // The existing output may be that of the same request, submitted by another process meanwhile, which
            // recorded it in the journal first.
            Optional<JournalEntry> meanwhile = earlier(request, fingerprint);
            if (meanwhile.isPresent()) {
                return replayed(request, meanwhile.get());
            }
            throw invalid;
        }
        requirePassword(order.cluster());
        BatchLog log = batches.logOf(order.submissionId());
        underWay.add(order.submissionId());
        try {
            Attempts submission = new Attempts(context, orders, log, fingerprint, new RetryClaim(request, context));
            Accepted accepted = submission.submit(order);
            return accepted instanceof Accepted.Replayed replayed
                    ? replayed(request, replayed.original())
                    : watched((Accepted.Fresh) accepted, log);
        } finally {
            underWay.remove(order.submissionId());
        }
    }

    private QmasterBatch watched(Accepted.Fresh fresh, BatchLog log) throws InterruptedException {
        return FailureFates.completing(
                failure -> failure.of(fresh.reference()).of(fresh.order().submissionId()),
                () -> batches.watch(
                        fresh.reference(), fresh.order(), fresh.jobIds(), fresh.since(), fresh.settledBy(), log));
    }

    /** The command that submitting a request would run. */
    public CommandPreview preview(BatchRequest request) {
        BatchOrder order = orders.resolve(request, submissionIds.get());
        requirePassword(order.cluster());
        SourceStability.requireContent(order);
        return context.backend().engine().preview(order);
    }

    /** The part of a request that still has to be done; a repeated request is returned whole. */
    public Remaining remaining(BatchRequest request) {
        String fingerprint = RequestFingerprint.of(request, context.files()::absolute);
        return earlier(request, fingerprint).isPresent()
                ? new Remaining(Optional.of(request), List.of(), List.of())
                : new CompletedWork(context, orders).remaining(request);
    }

    /** Whether this process is submitting a submission. */
    public boolean isUnderWay(SubmissionId submission) {
        return underWay.contains(submission);
    }

    /**
     * The earlier submission of a request. Called before any file is checked, since its outputs may already exist.
     *
     * @throws RequestIdTakenException if the request id belongs to another request
     */
    private Optional<JournalEntry> earlier(BatchRequest request, String fingerprint) {
        if (request.requestId().isEmpty()) {
            return Optional.empty();
        }
        Optional<JournalEntry> made =
                context.journal().findRequest(request.requestId().get());
        if (made.isPresent() && !made.get().latest().fingerprint().equals(fingerprint)) {
            throw SubmissionFailures.requestIdTaken(made.get());
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
            // It certainly never became a batch, or was given up meanwhile: it may be submitted again.
            return submitted(request);
        }
        if (original.batch().isEmpty()) {
            throw new SubmissionTimeoutException(
                    Failure.unknown(
                                    "SUBMISSION_OPEN",
                                    "the request was already submitted as " + original.submissionId()
                                            + ", and it is not known yet whether the engine has it"
                                            + original.holder()
                                                    .map(holder -> "; " + holder + " is still submitting it")
                                                    .orElse(""))
                            .hint(original.holder()
                                    .map(holder -> "wait for that process, or resume or end it if it is stopped, and"
                                            + " submit again")
                                    .orElse("recover the submission"))
                            .of(original.submissionId()),
                    "an open intention in the journal");
        }
        WatchedBatch batch = batches.adopted(original);
        batch.announce(original.submitted().flatMap(SubmissionJournal.Submitted::settledBy), true);
        return batch;
    }

    /** Whether another process withdrew its intention because of a conflict. */
    private boolean wasWithdrawn(JournalEntry made) {
        return made.isOpen()
                && made.batch().isEmpty()
                && context.journal().find(made.submissionId()).isEmpty();
    }

    /** Waits while another process or thread is submitting the same request. */
    private JournalEntry settledByOthers(JournalEntry made) throws InterruptedException {
        Policy policy = context.policy();
        Deadline patience = Deadline.after(policy.submissionTimeout().plus(policy.settleWindow()), time);
        Deadline brief = Deadline.after(BRIEF_WAIT, time);
        JournalEntry latest = made;
        boolean reported = false;
        for (; ; ) {
            // Asked before the entry is read, since the submission may end in between.
            boolean isUnderWay = underWay.contains(made.submissionId());
            Optional<JournalEntry> now = context.journal().find(made.submissionId());
            if (now.isEmpty()) {
                // It was withdrawn before the engine was called.
                return latest;
            }
            latest = now.get();
            boolean isBeingSubmitted =
                    latest.isOpen() && latest.batch().isEmpty() && (isUnderWay || latest.heldElsewhere());
            if (!isBeingSubmitted || patience.hasPassed(time)) {
                return latest;
            }
            if (!reported && brief.hasPassed(time)) {
                reported = true;
                reportWaiting(latest, patience.remaining(time));
            }
            time.pause(POLL_OTHERS);
        }
    }

    private void reportWaiting(JournalEntry entry, Duration atMost) {
        context.callbacks().waiting(WaitReason.REQUEST, entry.submissionId(), entry.holder(), atMost);
    }
}
