package io.qmaster.compressor;

import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmissionOutcome.Unknown.Cause;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.port.TranscodeEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Submits batches and controls them by running Compressor. Used through {@link CompressorBackend#engine()}.
 * Thread-safe.
 *
 * <p>A batch id in the answer means queued, whatever else happened. Exit code 0 does not. An error means refused only
 * if its text is known and the program ended by itself without a crash. Anything else is unknown.
 */
public final class CompressorEngine implements TranscodeEngine {
    private final CompressorInstallation installation;
    private final DialectDetector detector;
    private final AnswerFormats formats;
    private final CommandLineRunner runner;
    private final BatchMonitor monitor;
    private final HealthCheck healthCheck;
    private final Credentials credentials;
    private final Timekeeper timekeeper;

    CompressorEngine(
            CompressorInstallation installation,
            DialectDetector detector,
            AnswerFormats formats,
            CommandLineRunner runner,
            BatchMonitor monitor,
            HealthCheck healthCheck,
            Credentials credentials,
            Timekeeper timekeeper) {
        this.installation = installation;
        this.detector = detector;
        this.formats = formats;
        this.runner = runner;
        this.monitor = monitor;
        this.healthCheck = healthCheck;
        this.credentials = credentials;
        this.timekeeper = timekeeper;
    }

    @Override
    public SubmissionOutcome submit(BatchOrder order, Deadline deadline) throws InterruptedException {
        return submit(order, deadline, process -> {});
    }

    /**
     * Submits once, and reports the submitting process as soon as it runs.
     *
     * <p>While the answer format of this version is not known, a program that rejects the flag of a format is run again
     * without it, within the same attempt, if the monitor then lists no such batch.
     */
    @Override
    public SubmissionOutcome submit(BatchOrder order, Deadline deadline, Consumer<SubmittingProcess> started)
            throws InterruptedException {
        Path compressor = installation.compressor();
        Dialect dialect = detector.dialect(compressor, deadline);
        requireExpressible(order, dialect);
        List<AnswerFormat> candidates = formats.candidates(compressor, dialect.submissionFormats());
        for (AnswerFormat format : candidates) {
            if (deadline.hasPassed(timekeeper)) {
                break;
            }
            Command command = dialect.submission(compressor, order, credentials, format);
            CommandResult result = run(command, deadline, started);
            SubmissionOutcome outcome = outcome(command, result, dialect);
            boolean isLast = format == candidates.get(candidates.size() - 1);
            if (isLast || !refusesFormat(result, outcome, format) || mayBeQueued(order, deadline)) {
                if (outcome instanceof SubmissionOutcome.Queued) {
                    formats.remember(compressor, format);
                }
                return outcome;
            }
        }
        return new SubmissionOutcome.Unknown(
                Cause.DEADLINE, "the deadline passed before Compressor was started", OptionalInt.empty());
    }

    @Override
    public void control(BatchReference batch, ControlAction action, Deadline deadline) throws InterruptedException {
        control(batch, Optional.empty(), action, deadline);
    }

    @Override
    public void control(BatchReference batch, JobId job, ControlAction action, Deadline deadline)
            throws InterruptedException {
        control(batch, Optional.of(job), action, deadline);
    }

    private void control(BatchReference batch, Optional<JobId> job, ControlAction action, Deadline deadline)
            throws InterruptedException {
        Path compressor = installation.compressor();
        Dialect dialect = detector.dialect(compressor, deadline);
        if (!dialect.capabilities().contains(Capability.CONTROL)) {
            throw new UnsupportedByEngineException(Failure.withoutSubmission(
                            "UNSUPPORTED",
                            "no way is known to " + action.word() + " a batch of " + dialect.word() + " from outside")
                    .hint("use Batch Monitor's own window"));
        }
        String meant = job.map(id -> "the job " + id + " of ").orElse("") + "the batch " + batch;
        Command command = job.map(id -> dialect.control(compressor, id, action))
                .orElseGet(() -> dialect.control(compressor, batch.id(), action));
        if (deadline.hasPassed(timekeeper)) {
            throw refused(
                    "could not " + action.word() + " " + meant + ": the deadline passed before Compressor was started",
                    "try again, and check with `qmaster doctor` if that persists");
        }
        CommandResult result = run(command, deadline, process -> {});
        String complaint = complaint(command, result);
        if (!complaint.isEmpty() && !isAlreadyDone(batch, job, action, deadline)) {
            throw refused(
                    "could not " + action.word() + " " + meant + ": Compressor " + complaint,
                    "check the status of the batch before you try again");
        }
    }

    private static StatusException refused(String message, String hint) {
        return new StatusException(
                Failure.withoutSubmission("CONTROL_REFUSED", message).hint(hint).worthRetrying());
    }

    @Override
    public EngineHealth health(Deadline deadline) throws InterruptedException {
        return healthCheck.check(deadline);
    }

    /**
     * The command that {@link #submit(BatchOrder, Deadline)} would run, secrets masked. Changes nothing. Runs
     * {@code Compressor -help} if the generation is neither configured nor cached.
     *
     * @throws EngineUnavailableException if Compressor is not installed or its generation cannot be detected
     * @throws UnsupportedByEngineException if the order needs something that this generation lacks
     */
    @Override
    public CommandPreview preview(BatchOrder order) {
        Path compressor = installation.compressor();
        Dialect dialect = detector.dialect(compressor);
        requireExpressible(order, dialect);
        AnswerFormat format =
                formats.candidates(compressor, dialect.submissionFormats()).get(0);
        return dialect.submission(compressor, order, credentials, format).preview();
    }

    /** The optional capabilities of the installed generation. */
    Set<Capability> capabilities() {
        return detector.dialect(installation.compressor()).capabilities();
    }

    private static void requireExpressible(BatchOrder order, Dialect dialect) {
        Optional<String> lacking = Needs.of(order).missingIn(dialect).or(() -> Dialect.inexpressible(order));
        if (lacking.isPresent()) {
            throw new UnsupportedByEngineException(
                    Failure.withoutSubmission("UNSUPPORTED", dialect.word() + " cannot " + lacking.get())
                            .hint("leave it out, or use another generation")
                            .of(order.submissionId()));
        }
    }

    private CommandResult run(Command command, Deadline deadline, Consumer<SubmittingProcess> started)
            throws InterruptedException {
        try {
            return runner.run(command, deadline, started);
        } catch (IOException unstarted) {
            throw new EngineUnavailableException(Failure.withoutSubmission(
                            "ENGINE_NOT_STARTED",
                            command.program() + " cannot be started: " + SystemReason.of(unstarted))
                    .hint("run `qmaster doctor` to find the cause; if the list of arguments is too long, submit fewer"
                            + " sources at once")
                    .because(unstarted));
        }
    }

    private static SubmissionOutcome outcome(Command command, CommandResult result, Dialect dialect) {
        String output = result.output().text();
        String error = result.error().text();
        SubmissionAnswer answer =
                SubmissionAnswer.parse(withoutEchoedArguments(command, output), withoutEchoedArguments(command, error));
        if (answer.batchId().isPresent()) {
            return new SubmissionOutcome.Queued(answer.batchId().get(), answer.jobIds(), answer.otherBatchIds());
        }
        String words = words(command, result);
        Optional<Refusal> refusal = Refusal.in(error).or(() -> Refusal.in(output));
        if (refusal.isPresent() && result.endedByItself() && !result.crashed() && isCredible(refusal.get(), dialect)) {
            return new SubmissionOutcome.Refused(
                    refusal.get().kind(),
                    words,
                    OptionalInt.of(result.exitCode()),
                    refusal.get().passing());
        }
        String evidence = "Compressor " + result.describe() + " and printed no batch id"
                + (words.isEmpty() ? "" : "; output: " + words);
        if (result.ending() == CommandResult.Ending.DEADLINE) {
            return new SubmissionOutcome.Unknown(Cause.DEADLINE, evidence, OptionalInt.empty());
        }
        return result.endedBySignal()
                ? new SubmissionOutcome.Unknown(Cause.KILLED, evidence, OptionalInt.empty())
                : new SubmissionOutcome.Unknown(Cause.ENDED_WITHOUT_ID, evidence, OptionalInt.of(result.exitCode()));
    }

    /** Where batches can be listed, the caller checks whether a queue that refused the batch has it nevertheless. */
    private static boolean isCredible(Refusal refusal, Dialect dialect) {
        return refusal.precedesQueueing()
                || (refusal.passing() && dialect.capabilities().contains(Capability.LIST));
    }

    /**
     * Whether a program that rejected a flag may still have queued the batch: the monitor lists it or does not answer.
     * A batch of the same exact name that has ended is an older one.
     */
    private boolean mayBeQueued(BatchOrder order, Deadline deadline) throws InterruptedException {
        try {
            return monitor.list(deadline).stream()
                    .filter(status -> !order.exactName() || !status.state().isFinal())
                    .flatMap(status -> status.name().stream())
                    .anyMatch(order::isNamed);
        } catch (StatusException | EngineUnavailableException unanswered) {
            return true;
        }
    }

    /**
     * The output without repeated arguments that look like an answer: a file name can have several lines, one of them
     * with the id of another batch.
     */
    private static String withoutEchoedArguments(Command command, String output) {
        return command.arguments().stream()
                .flatMap(argument -> Stream.of(argument, argument.substring(argument.lastIndexOf('/') + 1)))
                .filter(word -> SubmissionAnswer.parse(word, "").batchId().isPresent())
                .reduce(output, (text, word) -> text.replace(word, ""));
    }

    /** Whether it rejected exactly the flag that requests the format. */
    private static boolean refusesFormat(CommandResult result, SubmissionOutcome outcome, AnswerFormat format) {
        return outcome instanceof SubmissionOutcome.Refused
                && Refusal.in(result.error().text())
                        .or(() -> Refusal.in(result.output().text()))
                        .filter(refusal -> refusal.isOfFlag(format.flag()))
                        .isPresent();
    }

    /** Masked before it is shortened: otherwise a part of a secret could remain. */
    private static String words(Command command, CommandResult result) {
        return Refusal.wordsOf(
                command.masked(result.error().text()),
                command.masked(result.output().text()));
    }

    /** The error of a command that prints nothing on success; empty if there was none. */
    private static String complaint(Command command, CommandResult result) {
        boolean complained = Refusal.in(result.error().text()).isPresent()
                || Refusal.in(result.output().text()).isPresent();
        if (result.succeeded() && !complained) {
            return "";
        }
        String words = words(command, result);
        return result.describe() + (words.isEmpty() ? "" : ": " + words);
    }

    /**
     * Whether the batch or job already has the requested state. A job that is not listed has the state of its batch
     * only if the batch has ended.
     */
    private boolean isAlreadyDone(BatchReference batch, Optional<JobId> job, ControlAction action, Deadline deadline)
            throws InterruptedException {
        try {
            BatchStatus status = monitor.find(Set.of(batch), deadline).get(batch);
            if (status == null) {
                return false;
            }
            BatchState state = job.flatMap(status::job).map(JobStatus::state).orElse(status.state());
            if (job.isPresent() && status.job(job.get()).isEmpty() && !state.isFinal()) {
                return false;
            }
            return switch (action) {
                case CANCEL -> state.isFinal();
                case PAUSE -> state == BatchState.HOLD || state.isFinal();
                case RESUME -> state != BatchState.HOLD && state != BatchState.UNKNOWN;
            };
        } catch (StatusException notKnown) {
            return false;
        }
    }
}
