package io.qmaster.domain;

/**
 * The cluster is not available, and falling back to this computer is not allowed or was refused too. Nothing is queued.
 */
public final class ClusterNotFoundException extends QmasterException {
    private static final long serialVersionUID = 1L;

    /** Carries a failure. */
    public ClusterNotFoundException(Failure failure) {
        super(failure);
    }
}
