package io.qmaster.domain;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a failure is, whichever class of exception carries it. Immutable; every method returns a copy.
 *
 * <p>Whether the engine has the batch is named where the failure is made, and has no default: a caller submits again what
 * is {@link QueueFate#NOT_QUEUED}. Code that does not know uses {@link #unknown}.
 *
 * @param code a stable upper-case word that scripts can depend on, such as {@code CLUSTER_NOT_FOUND}
 * @param message what was tried, on what, and what came back, in one line
 * @param hint what to do now, in one line; may be empty
 * @param retryable whether the same call can succeed later although nothing was mended, without running a batch twice
 * @param fate whether the engine has the batch of the submission; empty if the failure concerns no submission, such as
 *     one of a query
 * @param submissionId our own id, if one was given out
 * @param batch the engine's id and the cluster, if there is a batch
 * @param cause what was caught
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
     * A failure that concerns no submission, or whose thrower cannot know which one: of a query, or of a check that a
     * submission and a query share. Submitting adds the fate that follows from how far it has come.
     */
    public static Failure withoutSubmission(String code, String message) {
        return made(code, message, Optional.empty());
    }

    private static Failure made(String code, String message, Optional<QueueFate> fate) {
        return new Failure(code, message, "", false, fate, Optional.empty(), Optional.empty(), null);
    }

    /** The same with advice. */
    public Failure hint(String advice) {
        return new Failure(code, message, advice, retryable, fate, submissionId, batch, cause);
    }

    /** The same, not worth trying again as it is. */
    public Failure notWorthRetrying() {
        return new Failure(code, message, hint, false, fate, submissionId, batch, cause);
    }

    /** The same, worth trying again. */
    public Failure worthRetrying() {
        return new Failure(code, message, hint, true, fate, submissionId, batch, cause);
    }

    /** The same with what is known of the batch. */
    public Failure fate(QueueFate known) {
        return new Failure(code, message, hint, retryable, Optional.of(known), submissionId, batch, cause);
    }

    /** The same, as told by what submits nothing. */
    public Failure withoutFate() {
        return new Failure(code, message, hint, retryable, Optional.empty(), submissionId, batch, cause);
    }

    /** The same, of a submission. */
    public Failure of(SubmissionId submission) {
        return new Failure(code, message, hint, retryable, fate, Optional.of(submission), batch, cause);
    }

    /** The same, of a batch that the engine has. */
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

    /** The same with what was caught. */
    public Failure because(Throwable thrown) {
        return new Failure(code, message, hint, retryable, fate, submissionId, batch, thrown);
    }

    private Object writeReplace() {
        return SerialForm.ofRecord(this);
    }
}
