package io.qmaster.domain;

/**
 * The cluster is not available, and the fallback to this computer is not allowed or was refused too. Nothing is queued.
 * Thrown to library consumers. Immutable and thread-safe.
 */
public final class ClusterNotFoundException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception for a failure. */
    public ClusterNotFoundException(Failure failure) {
        super(failure);
    }
}
