package io.qmaster.domain.internal.recover;

import io.qmaster.domain.BatchLostException;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.Ending;
import io.qmaster.domain.Failure;
import io.qmaster.domain.GiveUpException;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.Recovered.Finding;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.Surroundings;
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
 * Gives a submission up on somebody's word: the engine is asked once more, and only what it does not show ends as lost.
 *
 * <p>One answer without a batch proves little, since a monitor can leave out what it shows a moment later. A batch that the
 * engine once had is therefore watched until it is lost by the same rule by which whoever waits for it is told so.
 */
public final class GiveUpBatch {
    /** How long it may go unnoticed that a batch is in sight again. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Surroundings around;
    private final Timekeeper time;
    private final Settlement settlement;
    private final Recovery recovery;
    private final Function<JournalEntry, WatchedBatch> adopt;
    private final String by;

    /**
     * An abandonment.
     *
     * @param around what every batch shares
     * @param adopt takes a batch that the engine has under watch
     * @param by on whose word
     */
    public GiveUpBatch(Surroundings around, Function<JournalEntry, WatchedBatch> adopt, String by) {
        this.around = around;
        this.time = around.backend().timekeeper();
        this.settlement = new Settlement(around);
        this.recovery = new Recovery(around, adopt);
        this.adopt = adopt;
        this.by = by;
    }

    /**
     * Settles an open entry that nobody else is at work on, and gives up what cannot be settled.
     *
     * @throws GiveUpException if the engine shows the batch, or its submission is still under way
     * @throws StatusException if the engine could not be asked
     * @throws InterruptedException if the thread was interrupted; the entry stays open
     */
    public Recovered afterAsking(JournalEntry entry) throws InterruptedException {
        Recovered settled = recovery.settle(entry);
        JournalEntry known = latest(entry);
        return switch (settled.finding()) {
            case ENDED, NOT_QUEUED, GIVEN_UP -> settled;
            case ADOPTED -> throw shown(known, settled.words());
            case NOT_SEEN -> afterWatching(known);
            // An output that cannot be moved to its place keeps a submission open whose batch has ended.
            case UNKNOWN ->
                known.conclusion().isPresent() ? givenUp(known, settled.words()) : afterDoubt(known, settled.words());
        };
    }

    /** Gives up an open entry that nobody else is at work on without asking the engine, which may be gone for good. */
    public Recovered unasked(JournalEntry entry) {
        requireHandedOver(entry);
        return givenUp(entry, "the engine was not asked");
    }

    private Recovered afterDoubt(JournalEntry entry, String doubt) throws InterruptedException {
        requireHandedOver(entry);
        BatchLog log = logOf(entry);
        boolean silent = entry.batch().isPresent()
                || (around.backend().capabilities().contains(Capability.LIST)
                        && settlement
                                .listed(log, around.policy().statusTimeout())
                                .isEmpty());
        if (silent) {
            throw new StatusException(located(
                    entry,
                    Failure.withoutSubmission(
                                    "STATUS_UNREADABLE",
                                    "the submission " + entry.submissionId()
                                            + " was not given up, since the engine could not be queried for it: "
                                            + doubt)
                            .hint(
                                    "try again later; if that engine is gone for good, give the submission up without asking it")
                            .worthRetrying()));
        }
        return givenUp(entry, doubt);
    }

    private Recovered afterWatching(JournalEntry entry) throws InterruptedException {
        long asked = time.elapsedNanos();
        WatchedBatch batch = adopt.apply(entry);
        // Who has been watching it may have waited in vain for any answer.
        batch.answersAgain();
        boolean over = false;
        while (!over) {
            over = time.await(batch.completion().toCompletableFuture(), Deadline.after(BETWEEN_LOOKS, time));
            // Not by an event: one that is back as it was before it was left out is none.
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
        around.journal().ended(entry.submissionId(), new Ending(Ending.How.LOST, words, Optional.empty(), time.now()));
        if (!latest(entry).isGivenUp()) {
            return ended(entry, "it ended while it was being given up");
        }
        log.error(words);
        return new Recovered(entry.submissionId(), entry.batch(), Finding.GIVEN_UP, words);
    }

    /** While its program lives, the batch may be queued the next moment. */
    private static void requireHandedOver(JournalEntry entry) {
        if (entry.batch().isEmpty() && entry.submitterAlive()) {
            throw new GiveUpException(located(
                    entry,
                    Failure.unknown(
                                    "GIVE_UP_SUBMITTING",
                                    "the submission " + entry.submissionId()
                                            + " was not given up, since the program that hands it to the engine still runs")
                            .hint("wait for that program or end it, then recover the submission")));
        }
    }

    /** Why an entry cannot be given up on which a living program is at work. */
    public static GiveUpException held(JournalEntry entry) {
        return new GiveUpException(located(
                entry,
                Failure.unknown(
                                "GIVE_UP_HELD",
                                "the submission " + entry.submissionId()
                                        + " was not given up, since "
                                        + entry.holder()
                                                .map(holder -> "the " + holder)
                                                .orElse("a living program")
                                        + " is at work on it")
                        .hint("end that program first: one that waits for the batch, or an agent")));
    }

    private static GiveUpException shown(JournalEntry entry, String words) {
        BatchReference batch = entry.batch().orElseThrow();
        return new GiveUpException(located(
                entry,
                Failure.withoutSubmission(
                                "GIVE_UP_SHOWN",
                                "the batch " + batch + " was not given up, since the engine shows it: " + words)
                        .hint("wait for it, or cancel it")));
    }

    private static Failure located(JournalEntry entry, Failure failure) {
        SubmissionId submission = entry.submissionId();
        return entry.batch().map(failure::of).orElse(failure).of(submission);
    }

    private JournalEntry latest(JournalEntry entry) {
        return around.journal().find(entry.submissionId()).orElse(entry);
    }

    private BatchLog logOf(JournalEntry entry) {
        return new BatchLog(time, entry.submissionId(), line -> around.journal().note(entry.submissionId(), line));
    }
}
