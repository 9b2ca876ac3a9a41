package io.qmaster.domain.port;

/** Why the engine refused a batch. For authors of backends. Immutable and thread-safe. */
public enum RefusalKind {
    /** The cluster is unknown or down, according to the engine's message. */
    CLUSTER_UNAVAILABLE,
    /** A path or a value is invalid. */
    PARAMETER_ERROR,
    /** The engine could not create a batch. */
    SUBMISSION_ERROR,
    /** The engine's queue accepted no batch at this moment. */
    UNABLE_TO_SUBMIT,
    /** This version of the engine does not know a flag. */
    INVALID_PARAMETER,
    /** Another reason. */
    OTHER;

    /**
     * Whether an engine reports this refusal only before it queues a batch. It can report the others although it has
     * the batch.
     */
    public boolean precedesQueueing() {
        return switch (this) {
            case PARAMETER_ERROR, SUBMISSION_ERROR, INVALID_PARAMETER -> true;
            case CLUSTER_UNAVAILABLE, UNABLE_TO_SUBMIT, OTHER -> false;
        };
    }
}
