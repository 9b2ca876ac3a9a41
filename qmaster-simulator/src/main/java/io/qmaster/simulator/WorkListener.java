package io.qmaster.simulator;

import io.qmaster.simulator.model.MachineLoad;
import java.time.Instant;

/**
 * Receives changes of what this computer encodes; implemented by the log of the stand-ins. Called in the process in
 * which a change happens, not in those that replay it, by one thread at a time while the state is locked.
 */
@FunctionalInterface
public interface WorkListener {
    /** Ignores every change. */
    WorkListener NONE = (before, after, at) -> {};

    /**
     * Receives a change.
     *
     * @param before what the computer encoded before
     *
     * @param after what it encodes now
     * @param at the model's time
     */
    void changed(MachineLoad before, MachineLoad after, Instant at);
}
