package io.qmaster.domain;

/**
 * The request id belongs to another request in the journal. Nothing was submitted. Thrown to library consumers.
 * Immutable and thread-safe.
 */
public final class RequestIdTakenException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public RequestIdTakenException(Failure failure) {
        super(failure);
    }
}
