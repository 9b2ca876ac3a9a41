package io.qmaster.domain.internal.recover;

import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.finish.Leftovers;
import io.qmaster.domain.internal.finish.UnplacedOutputs;
import io.qmaster.domain.internal.order.Retry;
import io.qmaster.domain.internal.submit.SubmitBatch;
import io.qmaster.domain.internal.watch.Batches;
import io.qmaster.domain.internal.watch.WatchedBatch;
import io.qmaster.domain.port.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Settles submissions of interrupted runs, watches batches that no process watches, and gives up submissions for the
 * user. Never submits. Thread-safe.
 */
public final class RecoverBatches {
    private static final Duration BETWEEN_LEFTOVERS = Duration.ofHours(1);

    private final QmasterContext context;
    private final SubmitBatch submitting;
    private final Batches batches;
    private final UnplacedOutputs unplaced;
    private final Leftovers leftovers;
    private final AtomicReference<OptionalLong> leftoversRemoved = new AtomicReference<>(OptionalLong.empty());
    /**
     * The submissions whose outputs this instance could not move; they are tried again without a record in the journal.
     */
    private final Set<SubmissionId> stuck = ConcurrentHashMap.newKeySet();

    public RecoverBatches(QmasterContext context, SubmitBatch submitting, Batches batches) {
        this.context = context;
        this.submitting = submitting;
        this.batches = batches;
        this.unplaced = new UnplacedOutputs(context);
        this.leftovers = new Leftovers(context);
    }

    /** Settles every open submission that no running process works on. */
    public List<Recovered> all() throws InterruptedException {
        leftovers.remove();
        return settle(context.journal().open().stream()
                .map(this::stillOpen)
                .flatMap(Optional::stream)
                .toList());
    }

    /** Settles some submissions, without those that need no settling. */
    public List<Recovered> some(Collection<SubmissionId> submissions) throws InterruptedException {
        return settle(submissions.stream()
                .distinct()
                .map(context.journal()::find)
                .flatMap(Optional::stream)
                .filter(this::canBeSettled)
                .toList());
    }

    private List<Recovered> settle(List<JournalEntry> open) throws InterruptedException {
        return new Recovery(context, batches::recovered).settle(open);
    }

    /** Watches every open batch that no running process works on, and settles the other submissions. */
    public List<Recovered> adopt() throws InterruptedException {
        List<Recovered> found = new ArrayList<>();
        List<JournalEntry> interrupted = new ArrayList<>();
        removeLeftovers();
        for (JournalEntry entry : context.journal().open()) {
            Optional<JournalEntry> open = stillOpen(entry)
                    .filter(known -> known.batch().filter(batches::isWatched).isEmpty());
            if (open.isPresent() && open.get().batch().isPresent()) {
                found.add(taken(open.get()));
            } else {
                open.ifPresent(interrupted::add);
            }
        }
        found.addAll(settle(interrupted));
        return List.copyOf(found);
    }

    /** Gives a submission up after the engine was queried. */
    public Optional<Recovered> giveUp(SubmissionId submission, String by) throws InterruptedException {
        Optional<JournalEntry> open = toGiveUp(submission);
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(new GiveUpBatch(context, batches::adopted, by).afterQuery(open.get()));
    }

    /** Gives a submission up without querying the engine. */
    public Optional<Recovered> giveUpUnasked(SubmissionId submission, String by) {
        return toGiveUp(submission).map(open -> new GiveUpBatch(context, batches::adopted, by).withoutQuery(open));
    }

    /** The request for the missing outputs of a submission. */
    public BatchRequest retryOf(SubmissionId submission) {
        JournalEntry original = known(submission);
        return new Retry(context.files()).of(original, Retry.since(original, context.journal()));
    }

    /** The entry, if it is still open: it may have ended since the journal was read. */
    private Optional<JournalEntry> stillOpen(JournalEntry entry) {
        return canBeSettled(entry)
                ? context.journal().find(entry.submissionId()).filter(this::canBeSettled)
                : Optional.empty();
    }

    /** Limits the frequency, since adopting is repeated. */
    private void removeLeftovers() throws InterruptedException {
        long now = context.backend().timekeeper().elapsedNanos();
        OptionalLong before = leftoversRemoved.getAndSet(OptionalLong.of(now));
        if (before.isEmpty() || now - before.getAsLong() >= BETWEEN_LEFTOVERS.toNanos()) {
            leftovers.remove();
        } else {
            leftoversRemoved.set(before);
        }
    }

    private Recovered taken(JournalEntry entry) {
        Optional<String> missingPassword = entry.batch().flatMap(context::missingPassword);
        if (missingPassword.isPresent()) {
            return new Recovered(entry.submissionId(), entry.batch(), Recovered.Finding.UNKNOWN, missingPassword.get());
        }
        Optional<String> stillStuck = entry.conclusion()
                .filter(found -> stuck.contains(entry.submissionId()))
                .flatMap(found -> unplaced.stillStuck(entry, found));
        if (stillStuck.isPresent()) {
            return new Recovered(entry.submissionId(), entry.batch(), Recovered.Finding.UNKNOWN, stillStuck.get());
        }
        // This record makes the journal the owner of the batch.
        context.journal().submitted(entry.submissionId(), entry.submitted().orElseThrow());
        Optional<String> why = unplaced.stuck(entry);
        if (why.isPresent()) {
            // Its end was announced at the first failure.
            stuck.add(entry.submissionId());
            return new Recovered(entry.submissionId(), entry.batch(), Recovered.Finding.UNKNOWN, why.get());
        }
        stuck.remove(entry.submissionId());
        WatchedBatch batch = batches.recovered(entry);
        entry.conclusion().ifPresent(batch::finishAs);
        return new Recovered(
                entry.submissionId(), entry.batch(), Recovered.Finding.ADOPTED, "no program was watching it");
    }

    private Optional<JournalEntry> toGiveUp(SubmissionId submission) {
        JournalEntry entry = known(submission);
        if (entry.isOpen() && !canBeSettled(entry)) {
            throw GiveUpBatch.held(entry);
        }
        return Optional.of(entry).filter(JournalEntry::isOpen);
    }

    /**
     * The entry of a submission.
     *
     * @throws BatchLostException if the journal does not know it
     */
    public JournalEntry known(SubmissionId submission) {
        return context.journal()
                .find(submission)
                .orElseThrow(() -> new BatchLostException(
                        Failure.unknown("SUBMISSION_UNKNOWN", "the submission " + submission + " is unknown")
                                .hint("check the id and the folder of the journal")
                                .of(submission)));
    }

    private boolean canBeSettled(JournalEntry entry) {
        return entry.isOpen() && !entry.heldElsewhere() && !submitting.isUnderWay(entry.submissionId());
    }
}
