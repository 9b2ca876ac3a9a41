package io.qmaster.cli.monitor;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.HistoryFilter;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The batches that the monitor shows and controls: those of an engine, and those of a journal. Thread-safe. */
public final class Farm {
    /** What ended in the journal earlier is not shown, unless the engine still lists it. */
    private static final Duration RECENT = Duration.ofDays(1);

    private final Qmaster qmaster;
    private final Backend backend;
    private final SubmissionJournal journal;
    private final UnaryOperator<Cluster> reachable;

    /**
     * A farm.
     *
     * @param qmaster queries and controls batches; it uses the backend and the journal
     * @param reachable makes sure that a cluster of the journal can be queried, and throws if it cannot
     */
    public Farm(Qmaster qmaster, Backend backend, SubmissionJournal journal, UnaryOperator<Cluster> reachable) {
        this.qmaster = qmaster;
        this.backend = backend;
        this.journal = journal;
        this.reachable = reachable;
    }

    /**
     * Queries the engine, and reads the journal: what the engine lists, what is open in the journal, and what ended in it
     * within a day.
     *
     * @throws io.qmaster.domain.QmasterException if the engine or the journal does not answer
     */
    List<BatchRecord> batches() throws InterruptedException {
        // The journal first: what it has by then, the engine has, too.
        Map<SubmissionId, BatchRecord> submissions = submissions();
        List<BatchRecord> all = new ArrayList<>(
                can(Capability.LIST) ? qmaster.history(HistoryFilter.LISTED) : queried(submissions.values()));
        all.forEach(record -> record.submission().map(SubmissionRecord::id).ifPresent(submissions::remove));
        all.addAll(submissions.values());
        return all;
    }

    /** For an engine that cannot list its batches: those of the journal that have not ended. */
    private List<BatchRecord> queried(Collection<BatchRecord> submissions) throws InterruptedException {
        Map<BatchReference, SubmissionRecord> open = submissions.stream()
                .flatMap(record -> record.submission().stream())
                .filter(known -> known.isOpen() && known.batch().isPresent())
                .collect(Collectors.toMap(
                        known -> known.batch().orElseThrow(), known -> known, (first, second) -> first));
        return open.isEmpty()
                ? List.of()
                : qmaster.find(open.keySet()).values().stream()
                        .map((BatchStatus status) ->
                                BatchRecord.of(status, Optional.ofNullable(open.get(status.batch()))))
                        .toList();
    }

    /**
     * Reads only the journal: for an engine that has not answered yet.
     *
     * @throws io.qmaster.domain.QmasterException if it cannot be read
     */
    List<BatchRecord> remembered() {
        return List.copyOf(submissions().values());
    }

    private Map<SubmissionId, BatchRecord> submissions() {
        Map<SubmissionId, BatchRecord> records = new LinkedHashMap<>();
        List<JournalEntry> open = new ArrayList<>(journal.open());
        Collections.reverse(open);
        try (Stream<JournalEntry> ended = journal.ended(now().minus(RECENT))) {
            Stream.concat(open.stream(), ended)
                    .map(JournalEntry::record)
                    .forEach(record -> records.putIfAbsent(record.id(), BatchRecord.of(record)));
        }
        return records;
    }

    /** Whether the engine can cancel, pause and resume. */
    boolean canControl() {
        return can(Capability.CONTROL);
    }

    private boolean can(Capability capability) {
        return backend.capabilities().contains(capability);
    }

    /**
     * Asks the engine to act on a batch. Its status shows whether it has.
     *
     * @throws io.qmaster.domain.QmasterException if the engine cannot, or does not answer
     */
    void control(BatchReference batch, ControlAction action) throws InterruptedException {
        BatchReference reference = new BatchReference(batch.id(), reachable.apply(batch.cluster()));
        // Watched, so that the journal knows why it ended.
        qmaster.attach(reference).control(action);
    }

    /**
     * Submits what a submission did not make as a new batch.
     *
     * @throws io.qmaster.domain.QmasterException if that is not possible, or the engine refuses
     */
    QmasterBatch retry(SubmissionId submission) throws InterruptedException {
        BatchRequest request = qmaster.retryOf(submission);
        return qmaster.submit(request.with(reachable.apply(request.cluster())));
    }

    /** The time of the engine. */
    Instant now() {
        return backend.timekeeper().now();
    }
}
