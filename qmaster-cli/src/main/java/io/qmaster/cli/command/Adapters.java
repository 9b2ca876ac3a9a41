package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.SubmissionJournal;

/** What the commands need from beyond the domain; the composition root gives it. */
public interface Adapters {
    /**
     * The backend that the configuration means. Starts nothing.
     *
     * @throws io.qmaster.domain.EngineUnavailableException if there is none
     * @throws io.qmaster.cli.output.CommandFailure if its own configuration is no good
     */
    Backend backend(Configuration configuration);

    /** What remembers submissions. */
    SubmissionJournal journal(Configuration configuration);

    /**
     * Runs a scenario of the simulator on virtual time.
     *
     * @param scenario a file, or the name of one that comes with the simulator
     * @param batches a file, or how many
     * @throws io.qmaster.cli.output.CommandFailure if one of them is no good
     */
    SimulatedRun simulated(String scenario, String batches);
}
