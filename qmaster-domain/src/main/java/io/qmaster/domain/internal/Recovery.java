package io.qmaster.domain.internal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobId;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.Recovered;
import io.qmaster.domain.Recovered.Finding;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Ending;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import io.qmaster.domain.port.Timekeeper;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Settles one submission that the journal holds open: adopts, ends or reports it, and never submits. */
public final class Recovery {
    private final Surroundings around;
    private final Timekeeper time;
    private final Settlement settlement;
    private final Function<JournalEntry, WatchedBatch> adopt;

    /**
     * A recovery.
     *
     * @param around what every batch shares
     * @param adopt takes a batch that the engine has under watch
     */
    public Recovery(Surroundings around, Function<JournalEntry, WatchedBatch> adopt) {
        this.around = around;
        this.time = around.backend().timekeeper();
        this.settlement = new Settlement(around);
        this.adopt = adopt;
    }

    /**
     * Settles an open entry that nobody else is at work on.
     *
     * @throws InterruptedException if the thread was interrupted; the entry stays open
     */
    public Recovered settle(JournalEntry entry) throws InterruptedException {
        if (entry.conclusion().isPresent()) {
            WatchedBatch watched = adopt.apply(entry);
            watched.finishAs(entry.conclusion().get());
            return new Recovered(entry.submissionId(), entry.batch(), Finding.ENDED, endOf(watched));
        }
        return entry.batch().isPresent() ? look(entry, entry.batch().get()) : search(entry);
    }

    private Recovered search(JournalEntry entry) throws InterruptedException {
        BatchLog log = new BatchLog(time, line -> around.journal().note(entry.submissionId(), line));
        Settlement.Finding finding = entry.submitterAlive()
                ? settlement.lookOnce(entry.order(), entry.latest().listedBefore(), log)
                : settlement.search(entry.order(), entry.latest().listedBefore(), log);
        if (finding instanceof Settlement.Finding.Ours ours) {
            BatchId id = ours.status().batch().id();
            List<JobId> jobIds = ours.status().jobs().stream()
                    .flatMap(job -> job.id().stream())
                    .toList();
            around.journal()
                    .submitted(entry.submissionId(), new Submitted(id, jobIds, Optional.of("name"), time.now()));
            JournalEntry known = around.journal().find(entry.submissionId()).orElseThrow();
            return look(known, known.batch().orElseThrow());
        }
        if (finding instanceof Settlement.Finding.NotThere notThere) {
            new Placement(around.files()).restore(entry.order(), log);
            around.journal()
                    .ended(
                            entry.submissionId(),
                            new Ending(Ending.How.NOT_QUEUED, notThere.evidence(), Optional.empty(), time.now()));
            return new Recovered(entry.submissionId(), Optional.empty(), Finding.NOT_QUEUED, notThere.evidence());
        }
        Settlement.Finding.Undecided undecided = (Settlement.Finding.Undecided) finding;
        return new Recovered(entry.submissionId(), Optional.empty(), Finding.UNKNOWN, undecided.evidence());
    }

    private Recovered look(JournalEntry entry, BatchReference batch) throws InterruptedException {
        Optional<String> unaskable = around.unaskable(batch);
        if (unaskable.isPresent()) {
            return new Recovered(entry.submissionId(), Optional.of(batch), Finding.UNKNOWN, unaskable.get());
        }
        Optional<BatchStatus> status;
        try {
            status = Optional.ofNullable(around.backend()
                    .statusSource()
                    .find(Set.of(batch), Deadline.after(around.policy().statusTimeout(), time))
                    .get(batch));
        } catch (RuntimeException unread) {
            return new Recovered(
                    entry.submissionId(),
                    Optional.of(batch),
                    Finding.UNKNOWN,
                    "its status could not be read: " + unread.getMessage());
        }
        if (status.isEmpty()) {
            return new Recovered(
                    entry.submissionId(), Optional.of(batch), Finding.NOT_SEEN, "the engine does not show it now");
        }
        WatchedBatch watched = adopt.apply(entry);
        if (!status.get().state().isFinal()) {
            return new Recovered(
                    entry.submissionId(),
                    Optional.of(batch),
                    Finding.ADOPTED,
                    status.get().text().raw().strip());
        }
        return new Recovered(entry.submissionId(), Optional.of(batch), Finding.ENDED, endOf(watched));
    }

    private static String endOf(WatchedBatch batch) throws InterruptedException {
        try {
            return batch.await().state().name();
        } catch (QmasterException ended) {
            return String.valueOf(ended.getMessage());
        }
    }
}
