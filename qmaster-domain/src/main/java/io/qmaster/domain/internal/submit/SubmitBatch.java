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
import io.qmaster.domain.internal.Surroundings;
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
 * Submits a batch: a request becomes an order, the order is brought to the engine, and the batch is watched. Whether a request
 * was made before is decided here alone. Thread-safe.
 */
public final class SubmitBatch {
    /** How long another process is waited for without a report: most submissions take less. */
    private static final Duration BRIEF_WAIT = Duration.ofSeconds(3);

    private static final Duration LOOK_AT_OTHERS = Duration.ofMillis(250);

    private final Surroundings around;
    private final Timekeeper time;
    private final OrderResolver orders;
    private final Batches batches;
    private final Supplier<SubmissionId> submissionIds;
    private final Set<SubmissionId> underWay = ConcurrentHashMap.newKeySet();

    /**
     * The use case.
     *
     * @param around what every batch shares
     * @param orders makes orders of requests
     * @param batches watches what was submitted
     * @param submissionIds where our own ids come from
     */
    public SubmitBatch(
            Surroundings around, OrderResolver orders, Batches batches, Supplier<SubmissionId> submissionIds) {
        this.around = around;
        this.time = around.backend().timekeeper();
        this.orders = orders;
        this.batches = batches;
        this.submissionIds = submissionIds;
    }

    private void requirePassword(Cluster cluster) {
        if (!around.credentials().suffice(cluster)) {
            throw new EngineUnavailableException(Failure.notQueued(
                            "PASSWORD_UNKNOWN",
                            "the password of the cluster " + cluster.displayName() + " is not known")
                    .hint("give its address again, with the password"));
        }
    }

    /** As {@link io.qmaster.domain.Qmaster#submit} promises. */
    public QmasterBatch submit(BatchRequest request) throws InterruptedException {
        try {
            return submitted(request);
        } catch (QmasterException refused) {
            Failure failure = refused.failure();
            around.callbacks()
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

    /** What fails without a fate failed before the engine was called: {@link Attempts} names every later fate. */
    private QmasterBatch submitOrReplay(BatchRequest request) throws InterruptedException {
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
        requirePassword(order.cluster());
        BatchLog log = batches.storyOf(order.submissionId());
        underWay.add(order.submissionId());
        try {
            Attempts submission = new Attempts(around, orders, log, fingerprint, new RetryClaim(request, around));
            Accepted accepted = submission.carryOut(order);
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

    /** What submitting a request would run. */
    public CommandPreview preview(BatchRequest request) {
        BatchOrder order = orders.resolve(request, submissionIds.get());
        requirePassword(order.cluster());
        SourceStability.requireContent(order);
        return around.backend().engine().preview(order);
    }

    /** What of a request is still to be done; one that was made before is left whole. */
    public Remaining remaining(BatchRequest request) {
        String fingerprint = RequestFingerprint.of(request, around.files()::absolute);
        return madeBefore(request, fingerprint).isPresent()
                ? new Remaining(Optional.of(request), List.of(), List.of())
                : new CompletedWork(around, orders).remaining(request);
    }

    /** Whether this process is about to bring a submission to the engine. */
    public boolean isUnderWay(SubmissionId submission) {
        return underWay.contains(submission);
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
            // It certainly never became a batch, or somebody gave it up meanwhile: it may be made once more.
            return submitted(request);
        }
        if (original.batch().isEmpty()) {
            throw new SubmissionTimeoutException(
                    Failure.unknown(
                                    "SUBMISSION_OPEN",
                                    "the request was made before as " + original.submissionId()
                                            + ", and it is not settled yet whether the engine has it"
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
        Deadline brief = Deadline.after(BRIEF_WAIT, time);
        JournalEntry latest = made;
        boolean reported = false;
        while (isBeingSubmitted(latest) && !patience.hasPassed(time)) {
            if (!reported && brief.hasPassed(time)) {
                reported = true;
                reportWaiting(latest, patience.remaining(time));
            }
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

    private boolean isBeingSubmitted(JournalEntry entry) {
        return entry.isOpen()
                && entry.batch().isEmpty()
                && (entry.heldElsewhere() || underWay.contains(entry.submissionId()));
    }

    private void reportWaiting(JournalEntry entry, Duration atMost) {
        around.callbacks().waiting(WaitReason.REQUEST, entry.submissionId(), entry.holder(), atMost);
    }
}
