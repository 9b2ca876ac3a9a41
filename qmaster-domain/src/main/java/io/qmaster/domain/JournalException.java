package io.qmaster.domain;

/**
 * The journal could not be written or read. If that was to write down an intention, nothing was submitted.
 */
public final class JournalException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public JournalException(Failure failure) {
        super(failure);
    }
}
