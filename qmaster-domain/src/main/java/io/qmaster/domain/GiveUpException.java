package io.qmaster.domain;

/**
 * A submission was not given up because it may still be running: the engine lists its batch, or another process is
 * working on it. It stays open in the journal. Thrown to library consumers. Immutable and thread-safe.
 */
public final class GiveUpException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public GiveUpException(Failure failure) {
        super(failure);
    }
}
