package io.qmaster.simulator.model;

/** The engine's answer to {@link Command.Control}, for the simulator and the stand-ins. Immutable. */
public enum ControlAnswer {
    /** Done, now or before. */
    DONE,
    /** The cluster does not know the batch. */
    NO_SUCH_BATCH,
    /** There is no such cluster, or its controller is down. */
    CLUSTER_NOT_FOUND
}
