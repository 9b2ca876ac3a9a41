package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.webhook.Post;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.nio.file.Path;
import java.util.Map;

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

    /**
     * Lays down stand-in applications over a simulated queue, with the scenario that the configuration means.
     *
     * @param folder where to
     * @param generation what they speak like
     * @throws io.qmaster.domain.EngineUnavailableException if the folder holds a queue that was begun with another scenario
     * @throws io.qmaster.cli.output.CommandFailure if something is no good or cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    InstalledPrograms installed(Path folder, String generation, Configuration configuration)
            throws InterruptedException;

    /**
     * What looks into outputs.
     *
     * @param environment where to find it
     * @throws io.qmaster.cli.output.CommandFailure if it is not installed
     */
    OutputProbe probe(Map<String, String> environment, Timekeeper time);

    /** What keeps the machine awake. */
    Wakefulness wakefulness();

    /** What carries notices to webhooks. Opens no connection yet. */
    Post post(Timekeeper time);
}
