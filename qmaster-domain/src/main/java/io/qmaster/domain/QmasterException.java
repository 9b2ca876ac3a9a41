package io.qmaster.domain;

import java.util.Optional;

/**
 * Something went wrong with a batch. There is one subclass for each thing that a caller handles differently.
 *
 * <p>The message says what was tried, on what, and what came back; {@link #hint()} what to do now. Neither ever holds a
 * password. Serialisable: between programs with the same version of this library everything survives.
 */
public abstract class QmasterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Failure failure;

    /** Carries a failure. */
    protected QmasterException(Failure failure) {
        super(failure.message(), failure.cause());
        this.failure = failure;
    }

    /** Everything told of the failure. */
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

    /** Whether the same call can succeed later although nothing was mended, without running a batch twice. */
    public final boolean isRetryable() {
        return failure.retryable();
    }

    /** Whether the engine has the batch of the submission; empty if the failure concerns no submission. */
    public final Optional<QueueFate> fate() {
        return failure.fate();
    }

    /** Our own id of the submission, if one was given out. */
    public final Optional<SubmissionId> submissionId() {
        return failure.submissionId();
    }

    /** The batch, if there is one. */
    public final Optional<BatchReference> batch() {
        return failure.batch();
    }
}
