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
import io.qmaster.domain.internal.Surroundings;
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

/**
 * One order on its way to the engine: journaled before every attempt, tried again or elsewhere when that is safe, and
 * settled when the engine did not answer.
 */
public final class Attempts {
    /** Listing what was there before serves a rare case: it must not keep a submission waiting. */
    private static final Duration LIST_PATIENCE = Duration.ofSeconds(10);

    private final Surroundings around;
    private final LimitedBackend backend;
    private final SubmissionJournal journal;
    private final Policy policy;
    private final Timekeeper time;
    private final OrderResolver orders;
    private final SourceStability sources;
    private final LastLook destinations;
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
    /** Whether the next attempt is in the journal already. */
    private boolean intended;

    private boolean engineCalled;
    private Instant attemptedAt;
    private Optional<List<BatchStatus>> listed = Optional.empty();

    /**
     * A submission that has not begun.
     *
     * @param around what every batch shares
     * @param orders what knows which paths an order claims
     * @param fingerprint tells the request from others
     * @param retry what the request claims if it is a retry
     */
    public Attempts(Surroundings around, OrderResolver orders, BatchLog log, String fingerprint, RetryClaim retry) {
        this.around = around;
        this.backend = around.backend();
        this.journal = around.journal();
        this.policy = around.policy();
        this.time = backend.timekeeper();
        this.orders = orders;
        this.sources = new SourceStability(around.files(), policy, time);
        this.destinations = new LastLook(around.files());
        this.placement = new Placement(around.files());
        this.hiddenFolders = new HiddenFolders(around.files());
        this.settlement = new Settlement(around);
        this.check = new AttemptCheck(settlement, log);
        this.failures = new SubmissionFailures(policy, log);
        this.records = new AttemptRecords(journal, policy, log);
        this.log = log;
        this.fingerprint = fingerprint;
        this.retry = retry;
        this.attemptedAt = time.now();
    }

    /** What became of a submission that did not fail. */
    public sealed interface Accepted {
        /**
         * The engine has the batch.
         *
         * @param order the order of the attempt that succeeded
         * @param batchId the engine's id
         * @param jobIds the ids of its jobs
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

        /**
         * The same request was made before.
         *
         * @param original what the journal knows of it
         */
        record Replayed(JournalEntry original) implements Accepted {}
    }

    /** Thrown inside to leave the attempts when the journal knows the answer. */
    private static final class AlreadyMade extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient JournalEntry original;

        AlreadyMade(JournalEntry original) {
            super(null, null, false, false);
            this.original = original;
        }
    }

    /** An order as it was tried, and what came of it. */
    private record Tried(BatchOrder order, Decision decision) {}

    /**
     * Brings the order to the engine.
     *
     * @throws QmasterException as {@link io.qmaster.domain.Qmaster#submit} tells
     * @throws InterruptedException if the thread was interrupted; the journal then still holds the intention
     */
    public Accepted carryOut(BatchOrder resolved) throws InterruptedException {
        return FailureFates.completing(this::asFarAsKnown, () -> carriedOut(resolved));
    }

    private Failure asFarAsKnown(Failure failure) {
        return failure.fate(engineCalled ? QueueFate.UNKNOWN : QueueFate.NOT_QUEUED);
    }

    private Accepted carriedOut(BatchOrder resolved) throws InterruptedException {
        records.requireRoom();
        boolean young = sources.mustWatch(resolved);
        if (!young) {
            SourceStability.requireContent(resolved);
        }
        destinations.begin(resolved);
        listed = settlement.listed(log, LIST_PATIENCE);
        try {
            claim(resolved);
            BatchOrder order = young ? watched(resolved) : resolved;
            Deadline deadline = Deadline.after(policy.submissionTimeout(), time);
            Tried tried = tryAt(order, deadline);
            if (mayFallBack(tried)) {
                log.warn(order.cluster().displayName() + " is not available: falling back to "
                        + Cluster.THIS_COMPUTER_NAME);
                tried = tryAt(order.at(Cluster.THIS_COMPUTER), deadline);
            }
            return conclude(tried);
        } catch (AlreadyMade already) {
            return new Accepted.Replayed(already.original);
        }
    }

    private void claim(BatchOrder order) throws AlreadyMade {
        intend(order);
        try {
            retry.confirm(order.submissionId());
        } catch (RuntimeException noLonger) {
            end(order, "nothing was submitted: " + noLonger.getMessage());
            throw noLonger;
        }
    }

    /** The order with its sources as they are when they no longer change. Its outputs are claimed meanwhile. */
    private BatchOrder watched(BatchOrder claimed) throws InterruptedException, AlreadyMade {
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

    /** One attempt, and others after passing refusals if there is time. None follows before it is known that the last one failed. */
    private Tried tryAt(BatchOrder resolved, Deadline deadline) throws InterruptedException, AlreadyMade {
        Iterator<Duration> pauses = policy.retryDelays().iterator();
        while (true) {
            announce(resolved);
            BatchOrder order;
            SubmissionOutcome outcome;
            try (SubmitPermit permit = permit(resolved, deadline)) {
                order = lookedAtLast(resolved);
                intended = false;
                outcome = attempt(order, deadline, permit);
            }
            Deadline late = Deadline.after(Settlement.LATE_LISTING, time);
            boolean mayRetry = outcome instanceof Refused refused && refused.passing() && pauses.hasNext();
            Duration pause = mayRetry ? pauses.next() : Duration.ZERO;
            boolean retries = mayRetry && deadline.remaining(time).compareTo(pause) > 0;
            if (retries) {
                // The look for the batch comes after the pause: by then a batch that was queued all the same is listed.
                time.pause(pause);
            }
            Decision decision = check.decide(order, outcome, listed.map(Settlement::ids), late);
            if (!retries || !(decision instanceof Decision.Declined) || deadline.hasPassed(time)) {
                return new Tried(order, decision);
            }
            log.warn("refused for the moment (" + ((Refused) outcome).words() + "): trying again");
        }
    }

    /** The next attempt is written down, with what it runs: for that the engine's program may be asked for its generation. */
    private void announce(BatchOrder resolved) throws AlreadyMade {
        if (!intended) {
            attempts++;
            intend(resolved);
        }
        records.attempting(resolved, attempts, described(resolved));
    }

    private SubmitPermit permit(BatchOrder order, Deadline deadline) throws InterruptedException {
        try {
            return SubmitPermit.await(around, log, order.submissionId(), deadline);
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
            // Whatever a backend throws, the engine may have the batch by now.
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
            return "cannot be shown (" + unseen.getMessage() + ")";
        }
    }

    /**
     * The order with its folders made, and with the files that are there already: what the engine makes is told from those by
     * whoever looks for it, so they are written down as well.
     */
    private BatchOrder lookedAtLast(BatchOrder resolved) throws AlreadyMade {
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

    private void intend(BatchOrder order) throws AlreadyMade {
        intended = true;
        attemptedAt = time.now();
        Verdict verdict = intended(order);
        if (verdict instanceof Verdict.Repeated repeated) {
            throw new AlreadyMade(repeated.original());
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
            // An earlier attempt made folders.
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
        log.tell("queued as " + id + " on " + order.cluster().displayName());
        return new Accepted.Fresh(order, id, jobIds, settledBy, attemptedAt);
    }

    /** Nothing came of the order: its folders go first, since an ended submission is not looked at again. */
    private void end(BatchOrder order, String words) {
        hiddenFolders.discard(order, log);
        try {
            journal.ended(order.submissionId(), new Ending(Ending.How.NOT_QUEUED, words, Optional.empty(), time.now()));
        } catch (JournalException unwritten) {
            log.warn("the journal could not be written: " + unwritten.getMessage());
        }
    }
}
