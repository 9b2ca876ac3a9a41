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
}
