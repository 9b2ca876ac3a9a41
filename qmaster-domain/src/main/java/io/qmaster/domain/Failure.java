package io.qmaster.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a failure, whichever class of exception carries it. Immutable; the {@code with} methods copy.
 *
 * @param code a stable upper-case word that scripts can depend on, such as {@code CLUSTER_NOT_FOUND}
 * @param message what was tried, on what, and what came back, in one line
 * @param hint what to do now, in one line; may be empty
 * @param retryable whether the same call can succeed later although nothing was mended, without running a batch twice
 * @param fate whether the engine has the batch
 * @param submissionId our own id, if one was given out
 * @param batch the engine's id and the cluster, if there is a batch
 * @param cause what was caught
 */
public record Failure(
        String code,
        String message,
        String hint,
        boolean retryable,
        QueueFate fate,
        Optional<SubmissionId> submissionId,
        Optional<BatchReference> batch,
        @Nullable Throwable cause) {
    /** A failure after which nothing is queued and trying again as it is does not help. */
    public static Failure of(String code, String message) {
        return new Failure(code, message, "", false, QueueFate.NOT_QUEUED, Optional.empty(), Optional.empty(), null);
    }

    /** The same with advice. */
    public Failure hint(String advice) {
        return new Failure(code, message, advice, retryable, fate, submissionId, batch, cause);
    }

    /** The same, worth trying again. */
    public Failure worthRetrying() {
        return new Failure(code, message, hint, true, fate, submissionId, batch, cause);
    }

    /** The same with what is known of the batch. */
    public Failure fate(QueueFate known) {
        return new Failure(code, message, hint, retryable, known, submissionId, batch, cause);
    }

    /** The same, of a submission. */
    public Failure of(SubmissionId submission) {
        return new Failure(code, message, hint, retryable, fate, Optional.of(submission), batch, cause);
    }

    /** The same, of a batch that the engine has. */
    public Failure of(BatchReference reference) {
        return new Failure(
                code, message, hint, retryable, QueueFate.QUEUED, submissionId, Optional.of(reference), cause);
    }

    /** The same with what was caught. */
    public Failure because(Throwable thrown) {
        return new Failure(code, message, hint, retryable, fate, submissionId, batch, thrown);
    }
}
