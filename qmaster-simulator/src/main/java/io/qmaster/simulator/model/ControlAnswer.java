package io.qmaster.simulator.model;

/** What the engine answers when it is asked to cancel, pause or resume a batch. */
public enum ControlAnswer {
    /** It is done, or was done before. */
    DONE,
    /** No such batch is known at that cluster. */
    NO_SUCH_BATCH,
    /** There is no such cluster, or its controller is down. */
    CLUSTER_NOT_FOUND
}
