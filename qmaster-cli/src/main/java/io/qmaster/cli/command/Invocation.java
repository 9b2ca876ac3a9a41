package io.qmaster.cli.command;

import io.qmaster.cli.config.Configuration;
import io.qmaster.cli.config.StateFolder;
import io.qmaster.cli.metrics.Metrics;
import io.qmaster.cli.metrics.MetricsFile;
import io.qmaster.cli.output.BatchAnswer;
import io.qmaster.cli.output.CommandFailure;
import io.qmaster.cli.output.Console;
import io.qmaster.cli.output.SubmissionProgress;
import io.qmaster.cli.output.Terminal;
import io.qmaster.cli.webhook.Notifications;
import io.qmaster.cli.webhook.Outbox;
import io.qmaster.cli.webhook.Signing;
import io.qmaster.domain.BatchListener;
import io.qmaster.domain.Failure;
import io.qmaster.domain.Policy;
import io.qmaster.domain.Qmaster;
import io.qmaster.domain.QmasterBuilder;
import io.qmaster.domain.SubmissionId;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.JournalEntry;
import io.qmaster.domain.port.OutputProbe;
import io.qmaster.domain.port.SubmissionJournal;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.LocalFiles;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of the program: its input and output, its configuration, and the engine, which is created when needed. */
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
    private @Nullable Metrics metrics;
    private @Nullable MetricsFile metricsFile;

    /** Creates a run that has not begun. */
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
     * Reads the configuration.
     *
     * @throws io.qmaster.cli.output.CommandFailure if it is invalid
     */
    public Configuration configuration() {
        if (configuration == null) {
            configuration = resolve.get();
        }
        return configuration;
    }

    /** The configured policy, with queries limited to the time of the command. */
    Policy policy() {
        Policy configured = configuration().policy();
        return atMost.filter(limit -> limit.compareTo(configured.statusTimeout()) < 0)
                .map(configured::statusTimeout)
                .orElse(configured);
    }

    /** Limits how long a query for status may take to the time limit of the whole command. */
    void takesAtMost(Duration limit) {
        atMost = Optional.of(limit);
    }

    /** The output of the program. */
    public Console console() {
        return console;
    }

    /** The reason to stop waiting. */
    public Interruption interruption() {
        return interruption;
    }

    /** The progress of the submission of this run. */
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

    /** The configured backend. */
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

    /** The timekeeper of the backend. */
    public Timekeeper time() {
        return backend().timekeeper();
    }

    /** What the composition root provides. */
    Adapters adapters() {
        return adapters;
    }

    /**
     * The configured journal.
     *
     * @throws io.qmaster.domain.JournalException if its folder cannot be used
     */
    public SubmissionJournal journal() {
        if (journal == null) {
            StateFolder.require(configuration().stateFolder());
            journal = adapters.journal(configuration());
        }
        return journal;
    }

    /** Sends the events of submissions to webhooks. */
    public Notifications notifications() {
        if (notifications == null) {
            notifications = new Notifications(
                    outbox(time()),
                    adapters.post(time()),
                    new Signing(() -> configuration().notifying().secrets(), time()),
                    this::journal,
                    time());
        }
        return notifications;
    }

    /** The notices that were not delivered to this user's webhooks yet. */
    Outbox outbox(Timekeeper clock) {
        return Outbox.in(configuration().stateFolder(), System.getProperty("user.name", ""), clock);
    }

    /**
     * Counts and measures from now on what this command does. To be called before {@link #qmaster()}.
     *
     * @return what is measured; the same for every call
     */
    Metrics metrics() {
        if (metrics == null) {
            metrics = new Metrics(
                    time(),
                    submission -> journal().find(submission).map(Invocation::submittedAt),
                    () -> notifications == null ? 0 : notifications.backlog());
        }
        return metrics;
    }

    private static Instant submittedAt(JournalEntry entry) {
        return entry.submitted()
                .map(SubmissionJournal.Submitted::at)
                .orElse(entry.latest().at());
    }

    /** Counts a submission that failed, if anything is counted. */
    void countRefusal(SubmissionId submission, Failure failure) {
        if (metrics != null) {
            metrics.refused(Optional.of(submission), failure);
        }
    }

    /**
     * Writes what is measured to a file, until this command ends.
     *
     * @throws io.qmaster.cli.output.CommandFailure if it cannot be written
     */
    void writeMetrics(Path file) {
        metricsFile = MetricsFile.begin(
                metrics(), file, new LocalFiles(), time(), problem -> warn(problem, Optional.empty()));
    }

    /** Waits some seconds for the delivery of notices to webhooks, unless the process should exit at once. */
    void finishNotifications() {
        if (!interruption.leavesAtOnce()) {
            notifications().finish();
        }
    }

    /** Prints a warning, as a line or as a JSON document, and logs it. */
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

    /** Opens the library. The caller closes it. */
    public Qmaster qmaster() {
        return qmaster(policy());
    }

    /** Opens the library with a policy. The caller closes it. */
    public Qmaster qmaster(Policy policy) {
        return builder(policy).listener(new EventLog()).build();
    }

    /** Opens the library with a listener. The caller closes it. */
    public Qmaster qmaster(BatchListener listener) {
        return builder(policy()).listener(listener).build();
    }

    /**
     * Opens the library for submissions whose ids are chosen here and whose outputs may be probed. The caller closes
     * it.
     */
    public Qmaster qmaster(
            BatchListener listener, Policy policy, Supplier<SubmissionId> submissions, Optional<OutputProbe> probe) {
        QmasterBuilder builder = builder(policy).listener(listener).submissionIds(submissions);
        probe.ifPresent(builder::probe);
        return builder.build();
    }

    /**
     * The probe for the outputs of a submission.
     *
     * @param option the option that needs the probe; the failure says that the submission works without it
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
     * The probe for outputs, for a command that needs no engine.
     *
     * @throws io.qmaster.cli.output.CommandFailure if it is not installed
     */
    OutputProbe probe(Timekeeper clock) {
        return adapters.probe(environment, clock);
    }

    /** Closes the notifications, the journal and the backend. */
    @Override
    public void close() {
        if (metricsFile != null) {
            metricsFile.close();
        }
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
        Backend engine = metrics == null ? backend() : metrics.measured(backend());
        QmasterBuilder builder = Qmaster.builder(engine)
                .journal(journal())
                .policy(policy)
                .credentials(configuration().credentials());
        return metrics == null ? builder : builder.listener(metrics);
    }
}
