package io.qmaster.domain.port;

/** Why the engine refused a batch. */
public enum RefusalKind {
    /** The cluster is unknown or down; the engine's own words say so. */
    CLUSTER_UNAVAILABLE,
    /** A path or a value is no good. */
    PARAMETER_ERROR,
    /** The engine could not make a batch of it. */
    SUBMISSION_ERROR,
    /** The engine's queue took nothing at this moment. */
    UNABLE_TO_SUBMIT,
    /** This version does not know a flag. */
    INVALID_PARAMETER,
    /** Something else. */
    OTHER;

    /**
     * Whether an engine refuses for this reason only before it hands the batch to its queue. For the other reasons it can
     * complain although it has the batch.
     */
    public boolean precedesQueueing() {
        return switch (this) {
            case PARAMETER_ERROR, SUBMISSION_ERROR, INVALID_PARAMETER -> true;
            case CLUSTER_UNAVAILABLE, UNABLE_TO_SUBMIT, OTHER -> false;
        };
    }
}
