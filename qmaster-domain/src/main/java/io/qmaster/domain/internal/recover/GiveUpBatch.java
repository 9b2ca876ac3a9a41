package io.qmaster.domain.internal.recover;

import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Failure;
import io.qmaster.domain.GiveUpException;
import io.qmaster.domain.Holder;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.Recovered.Finding;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Capabilities;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.submit.Settlement;
import io.qmaster.domain.internal.watch.WatchedBatch;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.Timekeeper;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives a submission up on the decision of a user: queries the engine again, and ends only what it does not list as
 * lost.
 *
 * <p>One answer without a batch is not sufficient, since a monitor can omit a batch and list it again later. So a batch
 * that the engine once had is watched until it is lost by the usual rule.
 */
public final class GiveUpBatch {
    /** How often to check whether the batch is listed again. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final QmasterContext context;
    private final Timekeeper time;
    private final Settlement settlement;
    private final Recovery recovery;
    private final Function<JournalEntry, WatchedBatch> adopt;
    private final String by;

    /**
     * Creates the use case.
     *
     * @param adopt watches a batch that the engine has
     * @param by who gives it up
     */
    public GiveUpBatch(QmasterContext context, Function<JournalEntry, WatchedBatch> adopt, String by) {
        this.context = context;
        this.time = context.backend().timekeeper();
        this.settlement = new Settlement(context);
        this.recovery = new Recovery(context, adopt);
        this.adopt = adopt;
        this.by = by;
    }

    /**
     * Settles an open entry that no other process works on, or gives it up if it cannot be settled.
     *
     * @throws GiveUpException if the engine lists the batch, or its submission is still running
     * @throws StatusException if the engine could not be queried
     * @throws InterruptedException if the thread was interrupted; the entry stays open
     */
    public Recovered afterQuery(JournalEntry entry) throws InterruptedException {
        Recovered settled = recovery.settle(entry);
        JournalEntry known = latest(entry);
        return switch (settled.finding()) {
            case ENDED, NOT_QUEUED, GIVEN_UP -> settled;
            case ADOPTED -> throw shown(known, settled.words());
            case NOT_SEEN -> afterWatching(known);
            // An output that cannot be moved keeps a submission open whose batch has ended.
            case UNKNOWN ->
                known.conclusion().isPresent() ? givenUp(known, settled.words()) : afterDoubt(known, settled.words());
        };
    }

    /**
     * Gives up an open entry that no other process works on, without querying the engine, which may no longer exist.
     */
    public Recovered withoutQuery(JournalEntry entry) {
        requireSubmitterEnded(entry);
        return givenUp(entry, "the engine was not queried");
    }

    private Recovered afterDoubt(JournalEntry entry, String doubt) throws InterruptedException {
        requireSubmitterEnded(entry);
        BatchLog log = logOf(entry);
        boolean silent = entry.batch().isPresent()
                || (Capabilities.mayInclude(Capability.LIST, context.backend())
                        && settlement
                                .listed(log, context.policy().statusTimeout())
                                .isEmpty());
        if (silent) {
            throw new StatusException(located(
                    entry,
                    Failure.withoutSubmission(
                                    "STATUS_UNREADABLE",
                                    "the submission " + entry.submissionId()
                                            + " was not given up, because the engine could not be queried for it: "
                                            + doubt)
                            .hint(
                                    "try again later; if that engine no longer exists, give the submission up without querying it")
                            .worthRetrying()));
        }
        return givenUp(entry, doubt);
    }

    private Recovered afterWatching(JournalEntry entry) throws InterruptedException {
        long asked = time.elapsedNanos();
        WatchedBatch batch = adopt.apply(entry);
        // An earlier watch may have failed because of missing answers.
        batch.answersAgain();
        boolean over = false;
        while (!over) {
            over = time.await(batch.completion().toCompletableFuture(), Deadline.after(BETWEEN_LOOKS, time));
            // There may be no event: a batch that is listed again unchanged causes none.
            if (batch.wasShownSince(asked)) {
                throw shown(
                        entry,
                        batch.lastStatus()
                                .map(status -> status.text().raw().strip())
                                .orElse("listed again"));
            }
        }
        try {
            batch.await();
            return ended(entry, "successful");
        } catch (BatchLostException lost) {
            return givenUp(entry, String.valueOf(lost.getMessage()));
        } catch (StatusException unread) {
            throw unread;
        } catch (QmasterException ended) {
            return ended(entry, String.valueOf(ended.getMessage()));
        }
    }

    private static Recovered ended(JournalEntry entry, String words) {
        return new Recovered(entry.submissionId(), entry.batch(), Finding.ENDED, words);
    }

    private Recovered givenUp(JournalEntry entry, String why) {
        if (latest(entry).heldElsewhere()) {
            throw held(entry);
        }
        BatchLog log = logOf(entry);
        String words = "given up by " + by + ": " + why;
        context.journal().ended(entry.submissionId(), new Ending(Ending.How.LOST, words, Optional.empty(), time.now()));
        if (!latest(entry).isGivenUp()) {
            return ended(entry, "it ended while it was being given up");
        }
        log.error(words);
        return new Recovered(entry.submissionId(), entry.batch(), Finding.GIVEN_UP, words);
    }

    /** The submitting program must have ended, since it may still queue the batch. */
    private static void requireSubmitterEnded(JournalEntry entry) {
        if (entry.batch().isEmpty() && entry.submitterAlive()) {
            throw new GiveUpException(located(
                    entry,
                    Failure.unknown(
                                    "GIVE_UP_SUBMITTING",
                                    "the submission " + entry.submissionId()
                                            + " was not given up, because the program that submits it is still running")
                            .hint("wait for that program or end it, then recover the submission")));
        }
    }

    /** An entry cannot be given up because another process works on it. */
    public static GiveUpException held(JournalEntry entry) {
        return new GiveUpException(located(
                entry,
                Failure.unknown(
                                "GIVE_UP_HELD",
                                "the submission " + entry.submissionId()
                                        + " was not given up, because "
                                        + entry.holder().map(Holder::toString).orElse("another process")
                                        + " is working on it")
                        .hint("end that process first: it waits for the batch, or is an agent")));
    }

    private static GiveUpException shown(JournalEntry entry, String words) {
        BatchReference batch = entry.batch().orElseThrow();
        return new GiveUpException(located(
                entry,
                Failure.withoutSubmission(
                                "GIVE_UP_SHOWN",
                                "the batch " + batch + " was not given up, because the engine lists it: " + words)
                        .hint("wait for it, or cancel it")));
    }

    private static Failure located(JournalEntry entry, Failure failure) {
        SubmissionId submission = entry.submissionId();
        return entry.batch().map(failure::of).orElse(failure).of(submission);
    }

    private JournalEntry latest(JournalEntry entry) {
        return context.journal().find(entry.submissionId()).orElse(entry);
    }

    private BatchLog logOf(JournalEntry entry) {
        return new BatchLog(
                time, entry.submissionId(), line -> context.journal().note(entry.submissionId(), line));
    }
}
