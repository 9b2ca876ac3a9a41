package io.qmaster.domain.journal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Submitted;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** By what a submission is found: the ids of its batch, its jobs and its request, and the paths that it claims. */
final class Indexes {
    private final Spool spool;
    private final Index batches;
    private final Index jobs;
    private final Index requests;
    private final Index claims;

    Indexes(JournalFolder folder, Spool spool) {
        this.spool = spool;
        this.batches = new Index(folder, "batch");
        this.jobs = new Index(folder, "job");
        this.requests = new Index(folder, "request");
        this.claims = new Index(folder, "path");
    }

    /** The submissions that became a batch of this id, the oldest first. */
    List<SubmissionId> of(BatchId batch) throws IOException {
        return batches.of(key(batch.value()));
    }

    /** The submissions that became a batch with a job of this id, the oldest first. */
    List<SubmissionId> of(JobId job) throws IOException {
        return jobs.of(key(job.value()));
    }

    Index requests() {
        return requests;
    }

    Index claims() {
        return claims;
    }

    List<Index> all() {
        return List.of(batches, jobs, requests, claims);
    }

    /** Adds everything by which a submission is found. */
    void add(JournalEntry entry) throws IOException {
        if (entry.submitted().isPresent()) {
            add(entry.submissionId(), entry.submitted().get());
        }
        if (entry.order().requestId().isPresent()) {
            requests.add(entry.order().requestId().get(), entry.submissionId());
        }
        for (String claim : claims(entry)) {
            claims.add(claim, entry.submissionId());
        }
    }

    /** Adds the ids of the batch that a submission became, and of its jobs. */
    void add(SubmissionId submission, Submitted submitted) throws IOException {
        batches.add(key(submitted.batchId().value()), submission);
        for (JobId job : submitted.jobIds()) {
            jobs.add(key(job.value()), submission);
        }
    }

    /** Removes a submission, and what leads to it. Of one that cannot be read that stays. */
    void remove(SubmissionId submission) throws IOException {
        Optional<JournalEntry> entry = spool.entry(submission);
        spool.remove(submission);
        if (entry.isPresent()) {
            drop(entry.get());
        }
    }

    /** Forgets what leads to a submission that was removed, unless others are found by it. */
    private void drop(JournalEntry removed) throws IOException {
        Predicate<SubmissionId> forgotten = submission -> !holds(submission);
        if (removed.submitted().isPresent()) {
            batches.drop(key(removed.submitted().get().batchId().value()), forgotten);
            for (JobId job : removed.submitted().get().jobIds()) {
                jobs.drop(key(job.value()), forgotten);
            }
        }
        if (removed.order().requestId().isPresent()) {
            requests.drop(removed.order().requestId().get(), forgotten);
        }
        for (String claim : claims(removed)) {
            claims.drop(claim, forgotten);
        }
    }

    private static Set<String> claims(JournalEntry entry) {
        return entry.intentions().stream()
                .flatMap(intention -> intention.claims().stream())
                .collect(Collectors.toSet());
    }

    /** An id is the same in any letter case. */
    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    private boolean holds(SubmissionId submission) {
        try {
            return spool.holds(submission);
        } catch (IOException unknown) {
            return true;
        }
    }
}
