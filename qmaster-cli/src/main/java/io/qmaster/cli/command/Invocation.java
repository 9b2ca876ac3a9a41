package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.StateFolder;
import io.qmaster.cli.output.BatchAnswer;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.SubmissionProgress;
import io.qmaster.cli.output.Terminal;
import io.qmaster.cli.webhook.Notifications;
import io.qmaster.cli.webhook.Outbox;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBuilder;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of the program: where it reads and speaks, how it is configured, and the engine once somebody needs it. */
public final class Invocation implements AutoCloseable {
    private final Supplier<Configuration> resolve;
    private final Adapters adapters;
    private final Map<String, String> environment;
    private final InputStream in;
    private final Console console;
    private final Interruption interruption;
    private final SubmissionProgress submission;
    private @Nullable Configuration configuration;
    private Optional<Duration> atMost = Optional.empty();
    private @Nullable Backend backend;
    private @Nullable SubmissionJournal journal;
    private @Nullable Notifications notifications;

    /** A run that has not begun. */
    public Invocation(
            Supplier<Configuration> resolve,
            Adapters adapters,
            Map<String, String> environment,
            InputStream in,
            Console console,
            Interruption interruption,
            SubmissionProgress submission) {
        this.resolve = resolve;
        this.adapters = adapters;
        this.environment = environment;
        this.in = in;
        this.console = console;
        this.interruption = interruption;
        this.submission = submission;
    }

    /**
     * How it is configured.
     *
     * @throws io.qmaster.cli.output.CommandFailure if something of it is no good
     */
    public Configuration configuration() {
        if (configuration == null) {
            configuration = resolve.get();
        }
        return configuration;
    }

    /** The configured policy, with queries that take no longer than the command may. */
    Policy policy() {
        Policy configured = configuration().policy();
        return atMost.filter(limit -> limit.compareTo(configured.statusTimeout()) < 0)
                .map(configured::statusTimeout)
                .orElse(configured);
    }

    /** Limits how long a query for status may take, since that is how long the whole command may. */
    void takesAtMost(Duration limit) {
        atMost = Optional.of(limit);
    }

    /** Where it speaks. */
    public Console console() {
        return console;
    }

    /** Why to stop waiting. */
    public Interruption interruption() {
        return interruption;
    }

    /** How far the submission of this run has come. */
    SubmissionProgress submission() {
        return submission;
    }

    /** Standard input. */
    public InputStream in() {
        return in;
    }

    /** The environment. */
    public Map<String, String> environment() {
        return environment;
    }

    /** The backend that is meant. */
    public Backend backend() {
        if (backend == null) {
            backend = adapters.backend(configuration());
        }
        return backend;
    }

    /**
     * Makes sure that the engine is installed, without starting anything.
     *
     * @throws io.qmaster.domain.EngineUnavailableException if it is not
     */
    void requireEngine() {
        backend().settings().requireInstalled();
    }

    /** The time on which the backend lives. */
    public Timekeeper time() {
        return backend().timekeeper();
    }

    /** What keeps the machine awake. */
    public Wakefulness wakefulness() {
        return adapters.wakefulness();
    }

    /**
     * What remembers submissions.
     *
     * @throws io.qmaster.domain.JournalException if its folder cannot be one
     */
    public SubmissionJournal journal() {
        if (journal == null) {
            StateFolder.require(configuration().stateFolder());
            journal = adapters.journal(configuration());
        }
        return journal;
    }

    /** What tells webhooks of submissions. */
    public Notifications notifications() {
        if (notifications == null) {
            notifications = new Notifications(outbox(), adapters.post(time()), this::journal, time());
        }
        return notifications;
    }

    /** What this user's webhooks are still to be told. */
    Outbox outbox() {
        return Outbox.in(configuration().stateFolder(), System.getProperty("user.name", ""), time());
    }

    /** Waits some seconds for what webhooks are to be told, unless somebody wants us to leave. */
    void finishNotifications() {
        if (!interruption.leavesAtOnce()) {
            notifications().finish();
        }
    }

    /** Runs a scenario of the simulator on virtual time, as {@link Adapters#simulated} says. */
    SimulatedRun simulated(String scenario, String batches) {
        return adapters.simulated(scenario, batches);
    }

    /** Lays down stand-in applications, as {@link Adapters#installed} says. */
    InstalledPrograms installed(Path folder, String generation) throws InterruptedException {
        return adapters.installed(folder, generation, configuration());
    }

    /** Warns of something: a line for people, a document in JSON, and a line in the log file. */
    void warn(String message, Optional<SubmissionId> submission) {
        // The log is set up by the configuration.
        configuration();
        EventLog.warn(submission, message);
        console.warn(message, submission);
    }

    /** Prints batches with their jobs. */
    BatchAnswer answerWithJobs() {
        return BatchAnswer.withJobs(console, time().now(), Terminal.width(environment));
    }

    /** The way in. The caller closes it. */
    public Qmaster qmaster() {
        return qmaster(policy());
    }

    /** The way in, as patient as is said. The caller closes it. */
    public Qmaster qmaster(Policy policy) {
        return builder(policy).listener(new EventLog()).build();
    }

    /** The way in, with somebody who is told of every event. The caller closes it. */
    public Qmaster qmaster(BatchListener listener) {
        return builder(policy()).listener(listener).build();
    }

    /**
     * The way in for submissions whose ids are chosen here, and whose outputs may be looked into. The caller closes it.
     */
    public Qmaster qmaster(
            BatchListener listener, Policy policy, Supplier<SubmissionId> submissions, Optional<OutputProbe> probe) {
        QmasterBuilder builder = builder(policy).listener(listener).submissionIds(submissions);
        probe.ifPresent(builder::probe);
        return builder.build();
    }

    /**
     * What looks into outputs for a submission.
     *
     * @param option because of which; the failure says that the submission works without it
     * @throws CommandFailure if it is not installed
     */
    OutputProbe probe(String option) {
        try {
            return adapters.probe(environment, time());
        } catch (CommandFailure missing) {
            String hint = missing.failure().hint() + "; to submit without it, leave out " + option;
            throw new CommandFailure(missing.exitCode(), missing.failure().hint(hint));
        }
    }

    /**
     * What looks into outputs where no engine is needed.
     *
     * @throws io.qmaster.cli.output.CommandFailure if it is not installed
     */
    OutputProbe probe(Timekeeper clock) {
        return adapters.probe(environment, clock);
    }

    /** Closes the notifications, the journal and the backend. */
    @Override
    public void close() {
        if (notifications != null) {
            notifications.close();
        }
        if (journal instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (Exception unclosed) {
                throw new IllegalStateException(unclosed);
            }
        }
        if (backend != null) {
            backend.close();
        }
    }

    private QmasterBuilder builder(Policy policy) {
        return Qmaster.builder(backend())
                .journal(journal())
                .policy(policy)
                .credentials(configuration().credentials());
    }
}
