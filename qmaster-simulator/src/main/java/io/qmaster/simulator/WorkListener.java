package io.qmaster.simulator;

import io.qmaster.simulator.model.MachineLoad;
import java.time.Instant;

/**
 * Receives changes of what this computer works on. It is called in the one process in which a change happens, not in those that
 * replay it, by one thread at a time and while the state is locked.
 */
@FunctionalInterface
public interface WorkListener {
    /** Ignores every change. */
    WorkListener NONE = (before, after, at) -> {};

    /**
     * Receives a change.
     *
     * @param before what the computer worked on
     * @param after what it works on now
     * @param at the model's time
     */
    void changed(MachineLoad before, MachineLoad after, Instant at);
}
