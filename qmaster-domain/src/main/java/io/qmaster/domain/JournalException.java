package io.qmaster.domain;

/**
 * The intention could not be written down, so nothing was submitted.
 */
public final class JournalException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public JournalException(Failure failure) {
        super(failure);
    }
}
