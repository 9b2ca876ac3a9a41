package io.qmaster.cli.monitor;

import io.qmaster.domain.BatchRecord;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBatch;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.SubmissionRecord;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionJournal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The batches that the monitor shows and controls: those of an engine, and those of a journal. Thread-safe, but for
 * {@link #batches} and {@link #remembered}, which one thread calls.
 */
public final class Farm {
    private final Qmaster qmaster;
    private final Backend backend;
    private final KnownSubmissions submissions;
    private final Duration statusTimeout;
    private final UnaryOperator<Cluster> reachable;

    /**
     * A farm.
     *
     * @param qmaster queries and controls batches; it uses the backend and the journal
     * @param statusTimeout how long a query of the engine may take
     * @param reachable makes sure that a cluster of the journal can be queried, and throws if it cannot
     */
    public Farm(
            Qmaster qmaster,
            Backend backend,
            SubmissionJournal journal,
            Duration statusTimeout,
            UnaryOperator<Cluster> reachable) {
        this.qmaster = qmaster;
        this.backend = backend;
        this.submissions = new KnownSubmissions(journal, backend.timekeeper());
        this.statusTimeout = statusTimeout;
        this.reachable = reachable;
    }

    /**
     * Queries the engine, and reads the journal: what the engine lists, the newest first, then what else is open in the journal
     * or ended in it within a day.
     *
     * @throws io.qmaster.domain.QmasterException if the engine or the journal does not answer
     */
    List<BatchRecord> batches() throws InterruptedException {
        // The journal first: what it has by then, the engine has, too.
        submissions.read();
        List<BatchStatus> listed = can(Capability.LIST)
                ? backend.statusSource().list(Deadline.after(statusTimeout, backend.timekeeper()))
                : queried();
        Map<String, BatchRecord> all = new LinkedHashMap<>();
        List<BatchStatus> newestFirst = new ArrayList<>(listed);
        Collections.reverse(newestFirst);
        for (BatchStatus status : newestFirst) {
            BatchRecord record = joined(status);
            all.putIfAbsent(Row.keyOf(record), record);
        }
        remembered().forEach(record -> all.putIfAbsent(Row.keyOf(record), record));
        return List.copyOf(all.values());
    }

    private BatchRecord joined(BatchStatus status) {
        Optional<SubmissionRecord> submission = submissions.of(status);
        return BatchRecord.of(
                submission.flatMap(SubmissionRecord::batch).map(status::at).orElse(status), submission);
    }

    /** For an engine that cannot list its batches: those of the journal that have not ended. */
    private List<BatchStatus> queried() throws InterruptedException {
        Set<BatchReference> open = submissions.all().stream()
                .filter(SubmissionRecord::isOpen)
                .flatMap(record -> record.batch().stream())
                .collect(Collectors.toSet());
        return open.isEmpty() ? List.of() : List.copyOf(qmaster.find(open).values());
    }

    /** What the journal has, as of the last time that it was read. */
    List<BatchRecord> remembered() {
        return submissions.all().stream().map(BatchRecord::of).toList();
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
     * Submits what a submission did not make as a new batch. One that has ended without a process that watched it is settled
     * first.
     *
     * @throws io.qmaster.domain.QmasterException if that is not possible, or the engine refuses
     */
    QmasterBatch retry(SubmissionId submission) throws InterruptedException {
        qmaster.recover(submission);
        BatchRequest request = qmaster.retryOf(submission);
        return qmaster.submit(request.with(reachable.apply(request.cluster())));
    }

    /** The time of the engine. */
    Instant now() {
        return backend.timekeeper().now();
    }
}
