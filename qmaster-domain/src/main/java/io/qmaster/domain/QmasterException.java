package io.qmaster.domain;

import java.util.Optional;

/**
 * A call of this library failed. There is one subclass for each failure that a caller handles differently.
 *
 * <p>The message says what failed, on what, and why; {@link #hint()} what to do. Neither contains a password.
 * Serialisable without loss between programs with the same version of this library. Thrown to library consumers, also
 * by authors of backends and journals. Immutable and thread-safe.
 */
public abstract class QmasterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    /** Creates an exception for a failure. */
    protected QmasterException(Failure failure) {
        super(failure.message(), failure.cause());
        this.failure = failure;
    }

    /** All details of the failure. */
    public final Failure failure() {
        Throwable cause = getCause();
        // A caught exception is serialised once, as the cause.
        return cause == null || failure.cause() != null ? failure : failure.because(cause);
    }

    /** A stable upper-case word that scripts can depend on, such as {@code CLUSTER_NOT_FOUND}. */
    public final String code() {
        return failure.code();
    }

    /** What to do now, in one line; may be empty. */
    public final String hint() {
        return failure.hint();
    }

    /** Whether the same call can succeed later without a change, and without running a batch twice. */
    public final boolean isRetryable() {
        return failure.retryable();
    }

    /** Whether the engine has the batch of the submission; empty if the failure concerns no submission. */
    public final Optional<QueueFate> fate() {
        return failure.fate();
    }

    /** Our own id of the submission, if one was assigned. */
    public final Optional<SubmissionId> submissionId() {
        return failure.submissionId();
    }

    /** The batch, if there is one. */
    public final Optional<BatchReference> batch() {
        return failure.batch();
    }
}
