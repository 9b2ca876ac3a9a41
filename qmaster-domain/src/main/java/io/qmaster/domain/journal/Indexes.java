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

/** The indexes of submissions: by the ids of their batches, jobs and requests, and by the paths that they claim. */
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

    /** The submissions that became a batch with this id, oldest first. */
    List<SubmissionId> of(BatchId batch) throws IOException {
        return batches.of(key(batch.value()));
    }

    /** The submissions that became a batch with a job with this id, oldest first. */
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

    /** Adds a submission to all indexes. */
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

    /** Adds the ids of the batch of a submission and of its jobs. */
    void add(SubmissionId submission, Submitted submitted) throws IOException {
        batches.add(key(submitted.batchId().value()), submission);
        for (JobId job : submitted.jobIds()) {
            jobs.add(key(job.value()), submission);
        }
    }

    /** Deletes a submission and its index lines, which remain if it cannot be read. */
    void remove(SubmissionId submission) throws IOException {
        Optional<JournalEntry> entry = spool.entry(submission);
        spool.remove(submission);
        if (entry.isPresent()) {
            drop(entry.get());
        }
    }

    /** Deletes the keys of a deleted submission, unless they have other submissions. */
    private void drop(JournalEntry removed) throws IOException {
        Predicate<SubmissionId> isDeleted = submission -> !holds(submission);
        if (removed.submitted().isPresent()) {
            batches.drop(key(removed.submitted().get().batchId().value()), isDeleted);
            for (JobId job : removed.submitted().get().jobIds()) {
                jobs.drop(key(job.value()), isDeleted);
            }
        }
        if (removed.order().requestId().isPresent()) {
            requests.drop(removed.order().requestId().get(), isDeleted);
        }
        for (String claim : claims(removed)) {
            claims.drop(claim, isDeleted);
        }
    }

    private static Set<String> claims(JournalEntry entry) {
        return entry.intentions().stream()
                .flatMap(intention -> intention.claims().stream())
                .collect(Collectors.toSet());
    }

    /** Ids are case-insensitive. */
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
