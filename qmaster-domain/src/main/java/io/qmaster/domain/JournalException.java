package io.qmaster.domain;

/**
 * The journal could not be written or read. If an intention could not be written, nothing was submitted. Thrown to
 * library consumers, by authors of journals. Immutable and thread-safe.
 */
public final class JournalException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public JournalException(Failure failure) {
        super(failure);
    }
}
