package io.qmaster.domain;

import java.util.OptionalInt;

/**
 * The engine refused the batch, or its program ended without an id and the batch is not queued. Thrown to library
 * consumers. Immutable and thread-safe.
 */
public final class SubmissionException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private final String words;
    private final int exitCode;

    /**
     * Creates an exception with the engine's answer.
     *
     * @param failure the failure
     * @param words the engine's message, without noise; may be empty
     * @param exitCode the exit code of the engine's program, if it has one and exited by itself
     */
    public SubmissionException(Failure failure, String words, OptionalInt exitCode) {
        super(failure);
        this.words = words;
        this.exitCode = exitCode.orElse(-1);
    }

    /** The engine's message, without noise; may be empty. */
    public String words() {
        return words;
    }

    /** The exit code of the engine's program, if it has one and exited by itself: 0 to 255. */
    public OptionalInt exitCode() {
        return exitCode < 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }
}
