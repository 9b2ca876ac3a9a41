package io.qmaster.domain;

import java.util.OptionalInt;

/** The engine refused the batch, or ended without an id and the batch is not in its queue. */
public final class SubmissionException extends QmasterException {
    private static final long serialVersionUID = 1L;

    private final String words;
    private final int exitCode;

    /**
     * Carries a failure with what the engine answered.
     *
     * @param failure what is told
     * @param words the engine's own words, without noise; may be empty
     * @param exitCode the exit code of the engine's program, if it has one and ended by itself
     */
    public SubmissionException(Failure failure, String words, OptionalInt exitCode) {
        super(failure);
        this.words = words;
        this.exitCode = exitCode.orElse(-1);
    }

    /** The engine's own words, without noise; may be empty. */
    public String words() {
        return words;
    }

    /** The exit code of the engine's program, if it has one and ended by itself: 0 to 255. */
    public OptionalInt exitCode() {
        return exitCode < 0 ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }
}
