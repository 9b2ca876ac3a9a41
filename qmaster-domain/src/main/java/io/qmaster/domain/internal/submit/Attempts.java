package io.qmaster.domain.internal.submit;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.DestinationException;
import io.qmaster.domain.Ending;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.Policy;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.RetryException;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.LimitedBackend;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.finish.HiddenFolders;
import io.qmaster.domain.internal.finish.Placement;
import io.qmaster.domain.internal.order.OrderResolver;
import io.qmaster.domain.internal.order.RetryClaim;
import io.qmaster.domain.internal.order.SourceStability;
import io.qmaster.domain.internal.submit.AttemptCheck.Decision;
import io.qmaster.domain.internal.submit.Attempts.Accepted;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.Reason;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import io.qmaster.domain.port.SubmissionJournal.Verdict;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Brings one order to the engine: records, repeats, redirects and settles its attempts. */
public final class Attempts {
    /** The list before a submission is rarely needed, so it must not delay the submission. */
    private static final Duration LIST_PATIENCE = Duration.ofSeconds(10);

    private final QmasterContext context;
    private final LimitedBackend backend;
    private final SubmissionJournal journal;
    private final Policy policy;
    private final Timekeeper time;
    private final OrderResolver orders;
    private final SourceStability sources;
    private final DestinationCheck destinations;
    private final Placement placement;
    private final HiddenFolders hiddenFolders;
    private final Settlement settlement;
    private final AttemptCheck check;
    private final SubmissionFailures failures;
    private final AttemptRecords records;
    private final BatchLog log;
    private final String fingerprint;
    private final RetryClaim retry;
    private int attempts = 1;
    /** Whether the next attempt has been recorded. */
    private boolean intended;

    private boolean engineCalled;
    private Instant attemptedAt;
    private Optional<List<BatchStatus>> listed = Optional.empty();

    /**
     * Creates a submission that has not started.
     *
     * @param orders determines the paths that an order claims
     */
    public Attempts(QmasterContext context, OrderResolver orders, BatchLog log, String fingerprint, RetryClaim retry) {
        this.context = context;
        this.backend = context.backend();
        this.journal = context.journal();
        this.policy = context.policy();
        this.time = backend.timekeeper();
        this.orders = orders;
        this.sources = new SourceStability(context.files(), policy, time);
        this.destinations = new DestinationCheck(context.files());
        this.placement = new Placement(context.files());
        this.hiddenFolders = new HiddenFolders(context.files());
        this.settlement = new Settlement(context);
        this.check = new AttemptCheck(settlement, log);
        this.failures = new SubmissionFailures(policy, log);
        this.records = new AttemptRecords(journal, policy, log);
        this.log = log;
        this.fingerprint = fingerprint;
        this.retry = retry;
        this.attemptedAt = time.now();
    }

    /** The outcome of a submission that did not fail. */
    public sealed interface Accepted {
        /**
         * The engine has the batch.
         *
         * @param order the order of the attempt that succeeded
         * @param settledBy how it was found if the submission did not answer
         * @param since when the attempt that succeeded began
         */
        record Fresh(BatchOrder order, BatchId batchId, List<JobId> jobIds, Optional<String> settledBy, Instant since)
                implements Accepted {
            /** Id and cluster. */
            public BatchReference reference() {
                return new BatchReference(batchId, order.cluster());
            }
        }

        /** The same request was already submitted. */
        record Replayed(JournalEntry original) implements Accepted {}
    }

    /** Thrown internally to leave the attempts when the journal has the answer. */
    private static final class AlreadySubmitted extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient JournalEntry original;

        AlreadySubmitted(JournalEntry original) {
            super(null, null, false, false);
            this.original = original;
        }
    }

    private record Tried(BatchOrder order, Decision decision) {}

    /**
     * Brings the order to the engine.
     *
     * @throws QmasterException as {@link io.qmaster.domain.Qmaster#submit}
     * @throws InterruptedException if the thread was interrupted; the journal still has the intention
     */
    public Accepted submit(BatchOrder resolved) throws InterruptedException {
        return FailureFates.completing(this::withFate, () -> submitted(resolved));
    }

    private Failure withFate(Failure failure) {
        return failure.fate(engineCalled ? QueueFate.UNKNOWN : QueueFate.NOT_QUEUED);
    }

    private Accepted submitted(BatchOrder resolved) throws InterruptedException {
        records.requireRoom();
        boolean recent = sources.mustWatch(resolved);
        if (!recent) {
            SourceStability.requireContent(resolved);
        }
        destinations.begin(resolved);
        listed = settlement.listed(log, LIST_PATIENCE);
        try {
            claim(resolved);
            BatchOrder order = recent ? stable(resolved) : resolved;
            Deadline deadline = Deadline.after(policy.submissionTimeout(), time);
            Tried tried = tryAt(order, deadline);
            if (mayFallBack(tried)) {
                log.warn(order.cluster().displayName() + " is not available: falling back to "
                        + Cluster.THIS_COMPUTER_NAME);
                tried = tryAt(order.at(Cluster.THIS_COMPUTER), deadline);
            }
            return conclude(tried);
        } catch (AlreadySubmitted already) {
            return new Accepted.Replayed(already.original);
        }
    }

    private void claim(BatchOrder order) throws AlreadySubmitted {
        intend(order);
        try {
            retry.confirm(order.submissionId());
        } catch (RuntimeException noLonger) {
            end(order, "nothing was submitted: " + noLonger.getMessage());
            throw noLonger;
        }
    }

    /** Waits until the sources no longer change, and returns the order with their marks. Its outputs are already claimed. */
    private BatchOrder stable(BatchOrder claimed) throws InterruptedException, AlreadySubmitted {
        try {
            BatchOrder order = sources.settled(claimed);
            listed = settlement.listed(log, LIST_PATIENCE);
            intend(order);
            return order;
        } catch (InterruptedException | RuntimeException nothingWasStarted) {
            end(claimed, "nothing was submitted: " + nothingWasStarted.getMessage());
            throw nothingWasStarted;
        }
    }

    /** Repeats an attempt after temporary refusals, never before the last one is known to have failed. */
    private Tried tryAt(BatchOrder resolved, Deadline deadline) throws InterruptedException, AlreadySubmitted {
        Iterator<Duration> pauses = policy.retryDelays().iterator();
        while (true) {
            announce(resolved);
            BatchOrder order;
            SubmissionOutcome outcome;
            try (SubmitPermit permit = permit(resolved, deadline)) {
                order = checkedAgain(resolved);
                intended = false;
                outcome = attempt(order, deadline, permit);
            }
            Deadline late = Deadline.after(Settlement.LATE_LISTING, time);
            boolean mayRetry = outcome instanceof Refused refused && refused.passing() && pauses.hasNext();
            Duration pause = mayRetry ? pauses.next() : Duration.ZERO;
            boolean retries = mayRetry && deadline.remaining(time).compareTo(pause) > 0;
            if (retries) {
                // The check follows the pause, after which a batch that was queued in spite of the refusal is listed.
                time.pause(pause);
            }
            Decision decision = check.decide(order, outcome, listed.map(Settlement::ids), late);
            if (!retries || !(decision instanceof Decision.Declined) || deadline.hasPassed(time)) {
                return new Tried(order, decision);
            }
            log.warn("temporarily refused (" + ((Refused) outcome).words() + "): trying again");
        }
    }

    /** Records the next attempt with its command, for which the engine's generation may be queried. */
    private void announce(BatchOrder resolved) throws AlreadySubmitted {
        if (!intended) {
            attempts++;
            intend(resolved);
        }
        records.attempting(resolved, attempts, described(resolved));
    }

    private SubmitPermit permit(BatchOrder order, Deadline deadline) throws InterruptedException {
        try {
            return SubmitPermit.await(context, log, order.submissionId(), deadline);
        } catch (EngineUnavailableException busy) {
            throw nothingStarted(order, busy);
        } catch (InterruptedException stopped) {
            end(order, "nothing was submitted: interrupted before its turn");
            throw stopped;
        }
    }

    private SubmissionOutcome attempt(BatchOrder order, Deadline deadline, SubmitPermit permit)
            throws InterruptedException {
        engineCalled = true;
        try {
            SubmissionOutcome outcome =
                    permit.engine().submit(order, deadline, process -> records.started(order, process));
            records.attempted(order, attempts, outcome);
            return outcome;
        } catch (EngineUnavailableException | UnsupportedByEngineException nothingWasStarted) {
            throw nothingStarted(order, nothingWasStarted);
        } catch (InterruptedException interrupted) {
            log.error("interrupted while submitting: the batch may or may not be queued");
            throw interrupted;
        } catch (RuntimeException fault) {
            log.trace("the backend failed", fault);
            // After any exception of a backend the engine may have the batch.
            return new Unknown(
                    Unknown.Cause.ENDED_WITHOUT_ID,
                    "the backend failed: " + Reason.withPath(fault),
                    OptionalInt.empty());
        }
    }

    private QmasterException nothingStarted(BatchOrder order, QmasterException refused) {
        end(order, refused.failure().message());
        return FailureFates.completed(
                refused, failure -> failure.fate(QueueFate.NOT_QUEUED).of(order.submissionId()));
    }

    private String described(BatchOrder order) {
        try {
            return backend.engine().preview(order).toString();
        } catch (RuntimeException unseen) {
            return "unknown (" + unseen.getMessage() + ")";
        }
    }

    /**
     * Checks the destinations a last time and creates the folders. The returned and recorded order has the existing files, from
     * which the search for outputs distinguishes new ones.
     */
    private BatchOrder checkedAgain(BatchOrder resolved) throws AlreadySubmitted {
        try {
            destinations.requireSamePlaces();
            placement.makeFolders(resolved);
            BatchOrder order = resolved.with(destinations.standing(resolved));
            if (!order.standing().isEmpty()) {
                intend(order);
            }
            destinations.requireUnchanged(order.existingOutput());
            return order;
        } catch (DestinationException | JournalException refused) {
            end(resolved, refused.failure().message());
            throw refused;
        }
    }

    private void intend(BatchOrder order) throws AlreadySubmitted {
        intended = true;
        attemptedAt = time.now();
        Verdict verdict = intended(order);
        if (verdict instanceof Verdict.Repeated repeated) {
            throw new AlreadySubmitted(repeated.original());
        }
        if (verdict instanceof Verdict.RequestIdTaken taken) {
            throw SubmissionFailures.requestIdTaken(taken.other());
        }
        if (verdict instanceof Verdict.Claimed claimed) {
            Optional<RetryException> otherRetry = retry.refusal(claimed.other());
            if (otherRetry.isPresent()) {
                throw otherRetry.get();
            }
            throw new DestinationException(Failure.notQueued(
                            "DESTINATION_CLAIMED",
                            "the output " + orders.pathOf(order, claimed.claim())
                                    + " is being written by the open batch \""
                                    + claimed.other().order().name() + "\" (submission "
                                    + claimed.other().submissionId() + ")")
                    .hint("wait for that batch, or choose another destination"));
        }
    }

    private Verdict intended(BatchOrder order) {
        try {
            return journal.intend(new Intention(
                    order,
                    attempts,
                    fingerprint,
                    retry.with(orders.claims(order)),
                    settlement.namesakes(order, listed),
                    attemptedAt));
        } catch (JournalException unwritten) {
            // An earlier attempt created folders.
            hiddenFolders.discard(order, log);
            throw unwritten;
        }
    }

    private boolean mayFallBack(Tried tried) {
        return policy.fallback() == Policy.Fallback.WHEN_UNAVAILABLE
                && !tried.order().cluster().equals(Cluster.THIS_COMPUTER)
                && tried.decision() instanceof Decision.Declined declined
                && declined.refused().kind() == RefusalKind.CLUSTER_UNAVAILABLE;
    }

    private Accepted conclude(Tried tried) {
        BatchOrder order = tried.order();
        if (tried.decision() instanceof Decision.Taken taken) {
            return accepted(order, taken.id(), taken.jobIds(), taken.settledBy());
        }
        if (tried.decision() instanceof Decision.Declined declined) {
            end(order, declined.refused().words());
            throw failures.refusal(order, declined.refused());
        }
        if (tried.decision() instanceof Decision.Absent absent) {
            end(order, absent.evidence());
            throw failures.unsettled(order, absent.unknown(), QueueFate.NOT_QUEUED, absent.evidence());
        }
        Decision.Open open = (Decision.Open) tried.decision();
        throw failures.unsettled(order, open.unknown(), QueueFate.UNKNOWN, open.evidence());
    }

    private Accepted accepted(BatchOrder order, BatchId id, List<JobId> jobIds, Optional<String> settledBy) {
        try {
            journal.submitted(order.submissionId(), new SubmissionJournal.Submitted(id, jobIds, settledBy, time.now()));
        } catch (JournalException unwritten) {
            log.warn("the batch " + id + " is queued, but the journal could not be written: " + unwritten.getMessage());
        }
        log.info("queued as " + id + " on " + order.cluster().displayName());
        return new Accepted.Fresh(order, id, jobIds, settledBy, attemptedAt);
    }

    /** Ends an order that was not queued. Deletes its folders first, since an ended submission is not processed again. */
    private void end(BatchOrder order, String reason) {
        hiddenFolders.discard(order, log);
        try {
            journal.ended(
                    order.submissionId(), new Ending(Ending.How.NOT_QUEUED, reason, Optional.empty(), time.now()));
        } catch (JournalException unwritten) {
            log.warn("the journal could not be written: " + unwritten.getMessage());
        }
    }
}
