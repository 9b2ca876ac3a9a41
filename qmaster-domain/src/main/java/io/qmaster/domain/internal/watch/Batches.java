package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JournalException;
import io.qmaster.domain.QmasterException;
import io.qmaster.domain.QueueFate;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.internal.BatchLog;
import io.qmaster.domain.internal.FailureFates;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.internal.StatusQueries;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Queries, controls and watches the batches of an engine, of any user. Thread-safe. */
public final class Batches {
    private final QmasterContext context;
    private final Timekeeper time;
    private final Watcher watcher;

    /** Uses a watcher. */
    public Batches(QmasterContext context, Watcher watcher) {
        this.context = context;
        this.time = context.backend().timekeeper();
        this.watcher = watcher;
    }

    /** Watches a batch that the engine has. */
    public WatchedBatch attach(BatchReference batch) {
        BatchLog log = new BatchLog(time, batch);
        Optional<JournalEntry> entry = entryOf(batch, log);
        if (entry.isPresent()) {
            return adopted(entry.get(), batch);
        }
        return watcher.find(batch)
                .orElseGet(() ->
                        watcher.watch(new WatchedBatch(context, batch, Optional.empty(), List.of(), time.now(), log)));
    }

    /** Whether a batch is watched. */
    public boolean isWatched(BatchReference batch) {
        return watcher.find(batch).isPresent();
    }

    /** Watches a batch that was just submitted, and announces it. */
    public WatchedBatch watch(
            BatchReference batch,
            BatchOrder order,
            List<JobId> jobIds,
            Instant since,
            Optional<String> settledBy,
            BatchLog log) {
        WatchedBatch fresh = new WatchedBatch(context, batch, Optional.of(order), jobIds, since, log);
        fresh.announce(settledBy, false);
        WatchedBatch watched = watcher.watch(fresh);
        watched.becomeOwned(order, jobIds, since, line -> context.journal().note(order.submissionId(), line));
        return watched;
    }

    /** Queries the status of batches together; final states come from the journal. */
    public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches) throws InterruptedException {
        Map<BatchReference, BatchStatus> found = new HashMap<>();
        Set<BatchReference> asked = new LinkedHashSet<>();
        for (BatchReference batch : batches) {
            Optional<BatchResult> remembered = entryOf(batch).flatMap(JournalEntry::result);
            remembered.ifPresentOrElse(result -> found.put(batch, result.status()), () -> asked.add(batch));
        }
        if (!asked.isEmpty()) {
            for (List<BatchReference> query :
                    StatusQueries.of(asked, context.backend().capabilities().contains(Capability.LIST))) {
                found.putAll(
                        context.backend().statusSource().find(new LinkedHashSet<>(query), context.statusDeadline()));
            }
        }
        return Map.copyOf(found);
    }

    /** The batch of a job, from the journal, otherwise from the engine. */
    public Optional<BatchReference> batchOf(JobId job) throws InterruptedException {
        Optional<BatchReference> known = context.journal().find(job).flatMap(JournalEntry::batch);
        return known.isPresent() || !context.backend().capabilities().contains(Capability.LIST)
                ? known
                : context.backend().statusSource().batchOf(job, context.statusDeadline());
    }

    /** Every batch that the engine lists. */
    public List<BatchStatus> list() throws InterruptedException {
        if (!context.backend().capabilities().contains(Capability.LIST)) {
            throw new UnsupportedByEngineException(Failure.withoutSubmission(
                            "UNSUPPORTED", "the backend \"" + context.backend().name() + "\" cannot list its batches")
                    .hint("query a batch by its id"));
        }
        return context.backend().statusSource().list(context.statusDeadline()).stream()
                .map(this::whereItWasSubmitted)
                .toList();
    }

    /** The listed batch with its cluster from the journal: an engine need not list it, and Compressor does not. */
    private BatchStatus whereItWasSubmitted(BatchStatus listed) {
        if (!listed.batch().cluster().equals(Cluster.THIS_COMPUTER)) {
            return listed;
        }
        return known(listed.batch().id(), new BatchLog(time, listed.batch()))
                .filter(entry -> listed.name().map(entry.order()::isNamed).orElse(true))
                .flatMap(JournalEntry::batch)
                .map(listed::at)
                .orElse(listed);
    }

    /** Asks the engine to cancel, pause or resume a batch. A submitted batch records the cause. */
    public void control(BatchReference batch, ControlAction action) throws InterruptedException {
        Optional<WatchedBatch> ours =
                entryOf(batch).map(entry -> adopted(entry, batch)).or(() -> watcher.find(batch));
        if (ours.isEmpty()) {
            try {
                context.backend().engine().control(batch, action, context.controlDeadline());
            } catch (QmasterException refused) {
                // Whether the engine has it is not known.
                throw FailureFates.completed(
                        refused, failure -> failure.of(batch).fate(QueueFate.UNKNOWN));
            }
            return;
        }
        switch (action) {
            case CANCEL -> ours.get().cancel();
            case PAUSE -> ours.get().pause();
            case RESUME -> ours.get().resume();
        }
    }

    /** Watches the batch of a submission, unless it has ended. */
    public WatchedBatch adopted(JournalEntry entry) {
        return adopted(entry, entry.batch().orElseThrow());
    }

    /** The same for a batch that no process watches, with an event. */
    public WatchedBatch recovered(JournalEntry entry) {
        WatchedBatch batch = adopted(entry);
        batch.announceAdopted();
        return batch;
    }

    private WatchedBatch adopted(JournalEntry entry, BatchReference reference) {
        Optional<WatchedBatch> known = watcher.find(reference);
        if (known.isPresent()) {
            // It may have been attached before the journal knew it.
            known.get()
                    .becomeOwned(
                            entry.order(),
                            jobIdsOf(entry),
                            entry.latest().at(),
                            line -> context.journal().note(entry.submissionId(), line));
            return known.get();
        }
        WatchedBatch batch = new WatchedBatch(
                context,
                reference,
                Optional.of(entry.order()),
                jobIdsOf(entry),
                entry.latest().at(),
                logOf(entry.submissionId()));
        Optional<BatchResult> result = entry.result();
        return result.isPresent() ? batch.remembered(result.get()) : watcher.watch(batch);
    }

    private static List<JobId> jobIdsOf(JournalEntry entry) {
        return entry.submitted().map(SubmissionJournal.Submitted::jobIds).orElse(List.of());
    }

    /** The log of a submission, which the journal stores. */
    public BatchLog logOf(SubmissionId submission) {
        return new BatchLog(time, submission, line -> context.journal().note(submission, line));
    }

    /** The entry of a batch. The same id on another cluster is another batch. */
    Optional<JournalEntry> entryOf(BatchReference batch) {
        return entryOf(batch, new BatchLog(time, batch));
    }

    private Optional<JournalEntry> entryOf(BatchReference batch, BatchLog log) {
        return known(batch.id(), log).filter(entry -> entry.batch().equals(Optional.of(batch)));
    }

    /** Empty if the journal cannot be read: the engine can still report and cancel the batch. */
    private Optional<JournalEntry> known(BatchId batch, BatchLog log) {
        try {
            return context.journal().find(batch);
        } catch (JournalException unreadable) {
            log.warn("the outputs of the batch are unknown: " + unreadable.getMessage());
            return Optional.empty();
        }
    }
}
