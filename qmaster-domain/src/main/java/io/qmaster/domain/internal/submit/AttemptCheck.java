package io.qmaster.domain.internal.submit;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.JobId;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmissionOutcome.Queued;
import io.qmaster.domain.port.SubmissionOutcome.Refused;
import io.qmaster.domain.port.SubmissionOutcome.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks the engine's answer to an attempt against the batches that it lists.
 *
 * <p>An engine can report a refusal although it has queued the batch, and it can answer with the id of another batch. A
 * second attempt after such an answer would run the batch twice.
 */
final class AttemptCheck {
    private static final Duration LIST_PATIENCE = Duration.ofSeconds(10);

    private final Settlement settlement;
    private final BatchLog log;

    AttemptCheck(Settlement settlement, BatchLog log) {
        this.settlement = settlement;
        this.log = log;
    }

    /**
     * The ids in an answer.
     *
     * @param newOnes those that were not listed before and that the journal does not know
     * @param foreign those of them that the engine lists as other batches
     */
    private record Ids(List<BatchId> newOnes, Set<BatchId> foreign) {
        static final Ids NONE = new Ids(List.of(), Set.of());

        List<BatchId> possiblyOwn() {
            return newOnes.stream().filter(id -> !foreign.contains(id)).toList();
        }
    }

    /** The decided outcome of an attempt. */
    sealed interface Decision {
        /** The engine has the batch. */
        record Taken(BatchId id, List<JobId> jobIds, Optional<String> settledBy) implements Decision {}

        /** The engine refused it and does not have it. */
        record Declined(Refused refused) implements Decision {}

        /** The engine did not answer and does not have it. */
        record Absent(Unknown unknown, String evidence) implements Decision {}

        /** It is unknown whether the engine has it. */
        record Open(Unknown unknown, String evidence) implements Decision {}
    }

    /**
     * Decides the outcome of an attempt.
     *
     * @param listedBefore the batches that the engine listed before the first attempt; empty if they are unknown
     * @param late by when a batch that the engine refused but queued is listed
     * @throws InterruptedException if the thread was interrupted; then nothing is decided
     */
    Decision decide(BatchOrder order, SubmissionOutcome outcome, Optional<Set<BatchId>> listedBefore, Deadline late)
            throws InterruptedException {
        if (outcome instanceof Queued queued) {
            return decide(order, queued, listedBefore);
        }
        if (outcome instanceof Refused refused) {
            return decide(order, refused, listedBefore, late);
        }
        return settle(order, (Unknown) outcome, Ids.NONE, listedBefore);
    }

    /**
     * An id that is not new, or that the engine lists under another name, belongs to another batch. Of several ids it
     * is unknown which one belongs to this batch.
     */
    private Decision decide(BatchOrder order, Queued queued, Optional<Set<BatchId>> listedBefore)
            throws InterruptedException {
        List<BatchId> newIds = queued.allIds().stream()
                .filter(id -> listedBefore.filter(before -> before.contains(id)).isEmpty()
                        && !settlement.isOfAnotherSubmission(id, order, log))
                .toList();
        Set<BatchId> foreign = newIds.isEmpty() ? Set.of() : settlement.foreign(newIds, order, log, LIST_PATIENCE);
        if (queued.otherIds().isEmpty() && !newIds.isEmpty() && foreign.isEmpty()) {
            return new Decision.Taken(queued.batchId(), queued.jobIds(), Optional.empty());
        }
        String ids = queued.allIds().stream().map(BatchId::value).collect(Collectors.joining(", "));
        String evidence = queued.otherIds().isEmpty()
                ? "it answered with the id " + ids + ", which belongs to another batch"
                : "it answered with several ids: " + ids;
        return settle(
                order,
                new Unknown(Unknown.Cause.ENDED_WITHOUT_ID, evidence, OptionalInt.empty()),
                new Ids(newIds, foreign),
                listedBefore);
    }

    /** An engine can report a refusal although it has queued the batch. */
    private Decision decide(BatchOrder order, Refused refused, Optional<Set<BatchId>> listedBefore, Deadline late)
            throws InterruptedException {
        Settlement.Finding finding = settlement.confirmRefusal(order, listedBefore, log, refused.kind(), late);
        if (finding instanceof Settlement.Finding.Ours ours) {
            log.warn("refused (" + refused.words() + "), but the engine has the batch");
            return taken(ours);
        }
        if (finding instanceof Settlement.Finding.Undecided undecided && settlement.canList()) {
            return new Decision.Open(
                    new Unknown(Unknown.Cause.ENDED_WITHOUT_ID, "refused: " + refused.words(), refused.exitCode()),
                    undecided.evidence());
        }
        return new Decision.Declined(refused);
    }

    private Decision settle(BatchOrder order, Unknown unknown, Ids ids, Optional<Set<BatchId>> listedBefore)
            throws InterruptedException {
        log.warn("the submission returned no id of its own (" + unknown.evidence() + "): looking for \"" + order.name()
                + "\"");
        Settlement.Finding finding = settlement.search(order, listedBefore, log);
        if (finding instanceof Settlement.Finding.Ours ours) {
            return taken(ours);
        }
        if (finding instanceof Settlement.Finding.NotThere notThere) {
            return ids.newOnes().isEmpty()
                    ? new Decision.Absent(unknown, notThere.evidence())
                    : new Decision.Open(unknown, notThere.evidence());
        }
        // If the batch cannot be looked for, the only possible id is accepted.
        List<BatchId> own = ids.possiblyOwn();
        return own.size() == 1
                ? new Decision.Taken(own.get(0), List.of(), Optional.empty())
                : new Decision.Open(unknown, ((Settlement.Finding.Undecided) finding).evidence());
    }

    private static Decision taken(Settlement.Finding.Ours ours) {
        List<JobId> jobIds =
                ours.status().jobs().stream().flatMap(job -> job.id().stream()).toList();
        return new Decision.Taken(ours.status().batch().id(), jobIds, Optional.of("name"));
    }
}
