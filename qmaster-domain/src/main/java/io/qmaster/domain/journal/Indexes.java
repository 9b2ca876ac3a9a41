package io.qmaster.domain.journal;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.SubmissionJournal.Intention;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** By what a submission is found: the id of its batch, the id of its request, and the paths that it claims. */
final class Indexes {
    private final Spool spool;
    private final Index batches;
    private final Index requests;
    private final Index claims;

    Indexes(JournalFolder folder, Spool spool) {
        this.spool = spool;
        this.batches = new Index(folder, "batch");
        this.requests = new Index(folder, "request");
        this.claims = new Index(folder, "path");
    }

    /** An id is the same in any letter case. */
    static String key(BatchId batch) {
        return batch.value().toLowerCase(Locale.ROOT);
    }

    Index batches() {
        return batches;
    }

    Index requests() {
        return requests;
    }

    Index claims() {
        return claims;
    }

    List<Index> all() {
        return List.of(batches, requests, claims);
    }

    /** Adds everything by which a submission is found. */
    void add(JournalEntry entry) throws IOException {
        SubmissionId submission = entry.submissionId();
        if (entry.submitted().isPresent()) {
            batches.add(key(entry.submitted().get().batchId()), submission);
        }
        if (entry.order().requestId().isPresent()) {
            requests.add(entry.order().requestId().get(), submission);
        }
        for (Intention intention : entry.intentions()) {
            for (String claim : intention.claims()) {
                claims.add(claim, submission);
            }
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
            batches.drop(key(removed.submitted().get().batchId()), forgotten);
        }
        if (removed.order().requestId().isPresent()) {
            requests.drop(removed.order().requestId().get(), forgotten);
        }
        for (Intention intention : removed.intentions()) {
            for (String claim : intention.claims()) {
                claims.drop(claim, forgotten);
            }
        }
    }

    private boolean holds(SubmissionId submission) {
        try {
            return spool.holds(submission);
        } catch (IOException unknown) {
            return true;
        }
    }
}
