package io.qmaster.domain.standard;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchResult;
import io.qmaster.domain.CancelCause;
import io.qmaster.domain.Ending;
import io.qmaster.domain.JobId;
import io.qmaster.domain.LogEntry;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.SubmittingProcess;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A journal in memory, for one process. It keeps all open submissions and the last ended ones. For library consumers;
 * the default of {@link io.qmaster.domain.QmasterBuilder#journal}. Thread-safe.
 */
public final class MemoryJournal implements SubmissionJournal {
    /** The default number of ended submissions that are kept. */
    public static final int ENDED_KEPT = 10_000;

    private final int endedKept;
    private final Map<SubmissionId, JournalEntry> entries = new LinkedHashMap<>();
    private final Set<SubmissionId> open = new LinkedHashSet<>();
    private final Deque<SubmissionId> ended = new ArrayDeque<>();
    private final Map<BatchId, Deque<SubmissionId>> batches = new HashMap<>();
    private final Map<JobId, Deque<SubmissionId>> jobs = new HashMap<>();
    private final Map<String, Deque<SubmissionId>> requests = new HashMap<>();
    private final Map<String, Deque<SubmissionId>> claims = new HashMap<>();

    /** Creates an empty journal that keeps {@value #ENDED_KEPT} ended submissions. */
    public MemoryJournal() {
        this(ENDED_KEPT);
    }

    /**
     * Creates an empty journal.
     *
     * @param endedKept the number of ended submissions to keep, at least 0; older ones are dropped together with their
     *     request ids
     * @throws IllegalArgumentException if the number is negative
     */
    public MemoryJournal(int endedKept) {
        if (endedKept < 0) {
            throw new IllegalArgumentException("the number of ended submissions must not be negative: " + endedKept);
        }
        this.endedKept = endedKept;
    }

    @Override
    public synchronized Verdict intend(Intention intention) {
        SubmissionId submission = intention.order().submissionId();
        Optional<Verdict> objection = objection(intention);
        if (objection.isPresent()) {
            return objection.get();
        }
        JournalEntry before = entries.get(submission);
        entries.put(submission, before == null ? JournalEntry.begun(intention) : before.with(intention));
        open.add(submission);
        intention.order().requestId().ifPresent(id -> note(requests, id, submission));
        intention.claims().forEach(claim -> note(claims, claim, submission));
        return new Verdict.Recorded();
    }

    @Override
    public synchronized void started(SubmissionId submission, SubmittingProcess process) {
        change(submission, entry -> entry.with(process));
    }

    @Override
    public synchronized void attempting(SubmissionId submission, int attempt, String command) {
        change(submission, entry -> entry.attempting(attempt, command));
    }

    @Override
    public synchronized void attempted(SubmissionId submission, int attempt, String outcome) {
        change(submission, entry -> entry.attempted(attempt, outcome));
    }

    @Override
    public synchronized void cancelAsked(SubmissionId submission, Optional<CancelCause> cause) {
        change(submission, entry -> entry.cancelAsked(cause));
    }

    @Override
    public synchronized void jobCancelAsked(SubmissionId submission, JobId job, boolean granted) {
        change(submission, entry -> entry.jobCancelAsked(job, granted));
    }

    @Override
    public synchronized void submitted(SubmissionId submission, Submitted submitted) {
        change(submission, entry -> entry.with(submitted));
        note(batches, submitted.batchId(), submission);
        submitted.jobIds().forEach(job -> note(jobs, job, submission));
    }

    /** There is only one process: until the submission has ended, every caller continues with the first result. */
    @Override
    public synchronized Finisher concluding(SubmissionId submission, BatchResult found) {
        JournalEntry entry = known(submission);
        if (entry.isGivenUp() || entry.result().isPresent()) {
            return new Finisher.Over(entry);
        }
        BatchResult first = entry.conclusion().orElse(found);
        entries.put(submission, entry.with(first));
        return new Finisher.Ours(first);
    }

    @Override
    public synchronized void ended(SubmissionId submission, Ending ending) {
        change(submission, entry -> entry.with(ending));
        if (open.remove(submission)) {
            ended.addFirst(submission);
            while (ended.size() > endedKept) {
                forget(ended.removeLast());
            }
        }
    }

    @Override
    public synchronized void note(SubmissionId submission, LogEntry line) {
        entries.computeIfPresent(submission, (id, entry) -> entry.with(line));
    }

    @Override
    public synchronized Optional<JournalEntry> find(SubmissionId submission) {
        return Optional.ofNullable(entries.get(submission));
    }

    @Override
    public synchronized Optional<JournalEntry> find(BatchId batch) {
        return of(batches, batch).findFirst();
    }

    @Override
    public synchronized Optional<JournalEntry> find(JobId job) {
        return of(jobs, job).findFirst();
    }

    @Override
    public synchronized Optional<JournalEntry> findRequest(String requestId) {
        return of(requests, requestId).filter(JournalEntry::answersItsRequest).findFirst();
    }

    @Override
    public synchronized List<JournalEntry> claimants(String claim) {
        return of(claims, claim).toList();
    }

    @Override
    public synchronized List<JournalEntry> open() {
        return all(open).toList();
    }

    @Override
    public synchronized Stream<JournalEntry> ended(Instant since) {
        Predicate<Ending> late = ending -> !ending.at().isBefore(since);
        return all(ended).filter(entry -> entry.ending().filter(late).isPresent()).toList().stream();
    }

    /** All entries, oldest first. */
    public synchronized List<JournalEntry> entries() {
        return List.copyOf(entries.values());
    }

    private Optional<Verdict> objection(Intention intention) {
        SubmissionId submission = intention.order().submissionId();
        Optional<JournalEntry> made = intention
                .order()
                .requestId()
                .flatMap(this::findRequest)
                .filter(entry -> !entry.submissionId().equals(submission));
        if (made.isPresent()) {
            return made.map(entry -> entry.latest().fingerprint().equals(intention.fingerprint())
                    ? new Verdict.Repeated(entry)
                    : new Verdict.RequestIdTaken(entry));
        }
        for (String claim : intention.claims().stream().sorted().toList()) {
            Optional<JournalEntry> other = of(claims, claim)
                    .filter(entry -> entry.isOpen() && !entry.submissionId().equals(submission))
                    .findFirst();
            if (other.isPresent()) {
                return other.map(entry -> new Verdict.Claimed(claim, entry));
            }
        }
        return Optional.empty();
    }

    private void forget(SubmissionId submission) {
        JournalEntry entry = entries.remove(submission);
        if (entry == null) {
            return;
        }
        entry.submitted().ifPresent(queued -> {
            drop(batches, queued.batchId(), submission);
            queued.jobIds().forEach(job -> drop(jobs, job, submission));
        });
        entry.order().requestId().ifPresent(id -> drop(requests, id, submission));
        entry.intentions().forEach(intention -> intention.claims().forEach(claim -> drop(claims, claim, submission)));
    }

    private <K> Stream<JournalEntry> of(Map<K, Deque<SubmissionId>> index, K key) {
        Deque<SubmissionId> known = index.get(key);
        return known == null ? Stream.empty() : all(known);
    }

    private Stream<JournalEntry> all(Iterable<SubmissionId> submissions) {
        List<JournalEntry> all = new ArrayList<>();
        submissions.forEach(submission -> find(submission).ifPresent(all::add));
        return all.stream();
    }

    /** Adds a submission at the front, once. */
    private static <K> void note(Map<K, Deque<SubmissionId>> index, K key, SubmissionId submission) {
        Deque<SubmissionId> known = index.computeIfAbsent(key, any -> new ArrayDeque<>(1));
        if (!submission.equals(known.peekFirst())) {
            known.addFirst(submission);
        }
    }

    private static <K> void drop(Map<K, Deque<SubmissionId>> index, K key, SubmissionId submission) {
        index.computeIfPresent(key, (any, known) -> {
            known.removeAll(Collections.singleton(submission));
            return known.isEmpty() ? null : known;
        });
    }

    private void change(SubmissionId submission, UnaryOperator<JournalEntry> change) {
        entries.put(submission, change.apply(known(submission)));
    }

    private JournalEntry known(SubmissionId submission) {
        JournalEntry entry = entries.get(submission);
        if (entry == null) {
            throw new IllegalArgumentException("the journal has no intention of " + submission);
        }
        return entry;
    }
}
