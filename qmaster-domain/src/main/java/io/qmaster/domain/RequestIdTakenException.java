package io.qmaster.domain;

/** The request id of a request belongs to another one, which the journal remembers. Nothing was submitted. */
public final class RequestIdTakenException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public RequestIdTakenException(Failure failure) {
        super(failure);
    }
}
