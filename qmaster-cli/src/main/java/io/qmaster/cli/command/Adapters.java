package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.webhook.Post;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Gives the commands what they need from the adapters. The composition root implements it. */
public interface Adapters {
    /**
     * Returns the configured backend. Starts no process.
     *
     * @throws io.qmaster.domain.EngineUnavailableException if there is none
     * @throws io.qmaster.cli.output.CommandFailure if its own configuration is invalid
     */
    Backend backend(Configuration configuration);

    /** Returns the configured journal. */
    SubmissionJournal journal(Configuration configuration);

    /**
     * Runs a scenario of the simulator on virtual time.
     *
     * @param scenario a file, or the name of a built-in one
     * @param batches a file of batches, or their number
     * @throws io.qmaster.cli.output.CommandFailure if one of them is invalid
     */
    SimulatedRun simulated(String scenario, String batches);

    /**
     * Installs stand-in applications for a simulated queue with the configured scenario.
     *
     * @param generation the generation of the command line that they imitate
     * @throws io.qmaster.domain.EngineUnavailableException if the folder already has a queue with another scenario
     * @throws io.qmaster.cli.output.CommandFailure if an argument is invalid or a file cannot be written
     */
    InstalledPrograms installed(Path folder, String generation, Configuration configuration)
            throws InterruptedException;

    /**
     * Returns the probe that inspects outputs.
     *
     * @param environment the environment variables, which can name it
     * @throws io.qmaster.cli.output.CommandFailure if it is not installed
     */
    OutputProbe probe(Map<String, String> environment, Timekeeper time);

    /** Keeps the computer awake. */
    Wakefulness wakefulness();

    /** Returns what sends notices to webhooks. Opens no connection yet. */
    Post post(Timekeeper time);

    /**
     * Computes a report of submissions.
     *
     * @param entries what is open, or ended since then
     * @param since what ended before is not shown
     * @param now the end of the time
     */
    Night night(List<JournalEntry> entries, Instant since, Instant now);
}
