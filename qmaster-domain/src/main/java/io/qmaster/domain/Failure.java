package io.qmaster.domain;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The details of a failure, which a {@link QmasterException} carries. Every method returns a copy.
 *
 * <p>Whether the engine has the batch must be given when a failure is created, and has no default: a caller may submit
 * again what is {@link QueueFate#NOT_QUEUED}. Code that does not know uses {@link #unknown}. For library consumers and
 * authors of backends and journals. Immutable and thread-safe.
 *
 * @param code a stable upper-case word that scripts can depend on, such as {@code CLUSTER_NOT_FOUND}
 * @param message what failed, on what, and why, in one line
 * @param hint what to do now, in one line; may be empty
 * @param retryable whether the same call can succeed later without a change, and without running a batch twice
 * @param fate whether the engine has the batch of the submission; empty if the failure concerns no submission, such as
 *     a failed query
 * @param submissionId our own id, if one was assigned
 * @param batch the engine's id and the cluster, if there is a batch
 * @param cause the exception that caused it
 */
public record Failure(
        String code,
        String message,
        String hint,
        boolean retryable,
        Optional<QueueFate> fate,
        Optional<SubmissionId> submissionId,
        Optional<BatchReference> batch,
        @Nullable Throwable cause)
        implements Serializable {
    /** A failure to submit, after which the engine certainly does not have the batch. */
    public static Failure notQueued(String code, String message) {
        return made(code, message, Optional.of(QueueFate.NOT_QUEUED));
    }

    /** A failure that concerns a batch which the engine has. */
    public static Failure queued(String code, String message, BatchReference batch) {
        return made(code, message, Optional.of(QueueFate.QUEUED)).of(batch);
    }

    /** A failure after which the engine may or may not have the batch. */
    public static Failure unknown(String code, String message) {
        return made(code, message, Optional.of(QueueFate.UNKNOWN));
    }

    /**
     * A failure that concerns no submission, or is thrown where the submission is unknown, as by a query or by a check
     * that submissions and queries share. Submitting adds the fate.
     */
    public static Failure withoutSubmission(String code, String message) {
        return made(code, message, Optional.empty());
    }

    private static Failure made(String code, String message, Optional<QueueFate> fate) {
        return new Failure(code, message, "", false, fate, Optional.empty(), Optional.empty(), null);
    }

    /** The same with a hint. */
    public Failure hint(String advice) {
        return new Failure(code, message, advice, retryable, fate, submissionId, batch, cause);
    }

    /** The same, not retryable. */
    public Failure notWorthRetrying() {
        return new Failure(code, message, hint, false, fate, submissionId, batch, cause);
    }

    /** The same, retryable. */
    public Failure worthRetrying() {
        return new Failure(code, message, hint, true, fate, submissionId, batch, cause);
    }

    /** The same with another fate. */
    public Failure fate(QueueFate known) {
        return new Failure(code, message, hint, retryable, Optional.of(known), submissionId, batch, cause);
    }

    /** The same without a fate, for a call that submits nothing. */
    public Failure withoutFate() {
        return new Failure(code, message, hint, retryable, Optional.empty(), submissionId, batch, cause);
    }

    /** The same for a submission. */
    public Failure of(SubmissionId submission) {
        return new Failure(code, message, hint, retryable, fate, Optional.of(submission), batch, cause);
    }

    /** The same for a batch that the engine has. */
    public Failure of(BatchReference reference) {
        return new Failure(
                code,
                message,
                hint,
                retryable,
                Optional.of(QueueFate.QUEUED),
                submissionId,
                Optional.of(reference),
                cause);
    }

    /** The same with a cause. */
    public Failure because(Throwable thrown) {
        return new Failure(code, message, hint, retryable, fate, submissionId, batch, thrown);
    }

    private Object writeReplace() {
        return SerialForm.ofRecord(this);
    }
}
