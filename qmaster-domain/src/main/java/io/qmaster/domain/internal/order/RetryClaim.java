package io.qmaster.domain.internal.order;

import io.qmaster.domain.BatchRequest;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobRequest;
import io.qmaster.domain.RetryException;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.Target;
import io.qmaster.domain.internal.QmasterContext;
import io.qmaster.domain.port.JournalEntry;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The claim of a retry, besides its outputs, on the submission that it retries. Of two concurrent retries of one
 * submission, which find the same targets missing, only one gets the claim. Other requests have no such claim.
 */
public final class RetryClaim {
    private final BatchRequest request;
    private final QmasterContext context;

    /** The claim of a request. */
    public RetryClaim(BatchRequest request, QmasterContext context) {
        this.request = request;
        this.context = context;
    }

    /** The claims of an order, and that of its retry. */
    public Set<String> with(Set<String> outputs) {
        Set<String> claims = new HashSet<>(outputs);
        request.retryOf().map(RetryClaim::claim).ifPresent(claims::add);
        return claims;
    }

    /** The failure of the retry, if the conflicting submission is another retry. */
    public Optional<RetryException> refusal(JournalEntry other) {
        return request.retryOf()
                .filter(original -> other.latest().claims().contains(claim(original)))
                .map(original -> new RetryException(Failure.notQueued(
                                "RETRY_CLAIMED",
                                "the submission " + original + " is already being retried, as the submission "
                                        + other.submissionId()
                                        + other.batch()
                                                .map(batch -> " (batch " + batch + ")")
                                                .orElse(""))
                        .hint("wait for the submission " + other.submissionId())));
    }

    /**
     * Checks again what is missing, now that no other retry can start: one may have finished since the first check.
     *
     * @param own the submission of this retry
     * @throws RetryException if an output of this retry already exists
     */
    public void confirm(SubmissionId own) {
        request.retryOf().flatMap(context.journal()::find).ifPresent(original -> {
            List<JournalEntry> since = Retry.since(original, context.journal()).stream()
                    .filter(later -> !later.submissionId().equals(own))
                    .toList();
            requireMissing(original, new Retry(context.files()).of(original, since));
        });
    }

    private void requireMissing(JournalEntry original, BatchRequest missing) {
        Set<Work> made = new HashSet<>();
        original.order().targets().forEach(target -> made.add(Work.of(target)));
        missing.jobs().forEach(job -> made.remove(Work.of(job)));
        for (JobRequest job : request.jobs()) {
            if (made.contains(Work.of(job))) {
                throw new RetryException(Failure.notQueued(
                                "RETRY_OVERTAKEN",
                                "the output of " + job.source()
                                        + " was made meanwhile by another retry of the submission "
                                        + original.submissionId())
                        .hint("retry it again: only what is still missing is submitted"));
            }
        }
    }

    private static String claim(SubmissionId original) {
        return "retry:" + original;
    }

    private record Work(Path source, Optional<Path> setting) {
        static Work of(Target target) {
            return new Work(target.source(), Optional.of(target.setting().file()));
        }

        static Work of(JobRequest job) {
            return new Work(job.source(), job.setting());
        }
    }
}
