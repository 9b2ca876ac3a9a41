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
 * Submits batches and acts on them by running Compressor. Safe for threads.
 *
 * <p>A batch id in the answer means queued, whatever else happened. Exit code 0 does not. A complaint means refused only if its
 * words are known, and the program ended by itself and did not crash; anything else is unknown.
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
     * Submits once, and tells which process hands the batch over as soon as there is one.
     *
     * <p>As long as it is not known which form of answer this version takes, a process that ended by itself with the words
     * that it knows no such flag is followed by another without it, within the same attempt, if the monitor then lists no such batch.
     */
    @Override
    public SubmissionOutcome submit(BatchOrder order, Deadline deadline, Consumer<SubmittingProcess> started)
            throws InterruptedException {
        Path compressor = installation.compressor();
        Dialect dialect = detector.dialect(compressor, deadline);
        requireExpressible(order, dialect);
        List<AnswerFormat> worthTrying = formats.worthTrying(compressor, dialect.submissionFormats());
        for (AnswerFormat format : worthTrying) {
            if (deadline.hasPassed(timekeeper)) {
                break;
            }
            Command command = dialect.submission(compressor, order, credentials, format);
            CommandResult result = run(command, deadline, started);
            SubmissionOutcome outcome = outcome(command, result, dialect);
            boolean lastForm = format == worthTrying.get(worthTrying.size() - 1);
            if (lastForm || !refusesFormat(result, outcome, format) || mayBeQueued(order, deadline)) {
                if (outcome instanceof SubmissionOutcome.Queued) {
                    formats.took(compressor, format);
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
                    .hint("use Batch Monitor's own window")
                    .of(batch));
        }
        String meant = job.map(id -> "the job " + id + " of ").orElse("") + "the batch " + batch;
        Command command = job.map(id -> dialect.control(compressor, id, action))
                .orElseGet(() -> dialect.control(compressor, batch.id(), action));
        if (deadline.hasPassed(timekeeper)) {
            throw refused(
                    "asked to " + action.word() + " " + meant + ", the deadline passed before Compressor was started",
                    "try again, and check with `qmaster doctor` if that persists",
                    batch);
        }
        CommandResult result = run(command, deadline, process -> {});
        String complaint = complaint(command, result);
        if (!complaint.isEmpty() && !hasBehindIt(batch, job, action, deadline)) {
            throw refused(
                    "asked to " + action.word() + " " + meant + ", Compressor " + complaint,
                    "ask how the batch is before you try again",
                    batch);
        }
    }

    private static StatusException refused(String message, String hint, BatchReference batch) {
        return new StatusException(Failure.withoutSubmission("CONTROL_REFUSED", message)
                .hint(hint)
                .worthRetrying()
                .of(batch));
    }

    @Override
    public EngineHealth health(Deadline deadline) throws InterruptedException {
        return healthCheck.look(deadline);
    }

    /**
     * What {@link #submit(BatchOrder, Deadline)} would run, secrets masked. Touches nothing.
     *
     * <p>If it is not known yet which generation is installed, {@code Compressor -help} is asked for it.
     *
     * @throws EngineUnavailableException if Compressor is not installed or its generation cannot be found out
     * @throws UnsupportedByEngineException if the order needs something that this generation lacks
     */
    @Override
    public CommandPreview preview(BatchOrder order) {
        Path compressor = installation.compressor();
        Dialect dialect = detector.dialect(compressor);
        requireExpressible(order, dialect);
        AnswerFormat format =
                formats.worthTrying(compressor, dialect.submissionFormats()).get(0);
        return dialect.submission(compressor, order, credentials, format).preview();
    }

    /** What the installed generation can do beyond the least. */
    Set<Capability> capabilities() {
        return detector.dialect(installation.compressor()).capabilities();
    }

    private static void requireExpressible(BatchOrder order, Dialect dialect) {
        Optional<String> lacking = Needs.of(order).unmetBy(dialect).or(() -> Dialect.inexpressible(order));
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
                SubmissionAnswer.parse(withoutOurWords(command, output), withoutOurWords(command, error));
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
        String evidence = "Compressor " + result.inWords() + " and gave no batch id"
                + (words.isEmpty() ? "" : "; it said: " + words);
        if (result.ending() == CommandResult.Ending.DEADLINE) {
            return new SubmissionOutcome.Unknown(Cause.DEADLINE, evidence, OptionalInt.empty());
        }
        return result.endedBySignal()
                ? new SubmissionOutcome.Unknown(Cause.KILLED, evidence, OptionalInt.empty())
                : new SubmissionOutcome.Unknown(Cause.ENDED_WITHOUT_ID, evidence, OptionalInt.of(result.exitCode()));
    }

    /** Where batches can be listed, it is looked into whether a queue that would not take the batch has it all the same. */
    private static boolean isCredible(Refusal refusal, Dialect dialect) {
        return refusal.precedesQueueing()
                || (refusal.passing() && dialect.capabilities().contains(Capability.LIST));
    }

    /**
     * Whether a program that did not know a flag may have queued the batch all the same: the monitor lists it or does not answer. What
     * has ended under the same exact name is an older one.
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
     * What a program said but for arguments that it repeats and that look like an answer. A file can have a name of several
     * lines, one of which tells the id of a batch that is not ours.
     */
    private static String withoutOurWords(Command command, String output) {
        return command.arguments().stream()
                .flatMap(argument -> Stream.of(argument, argument.substring(argument.lastIndexOf('/') + 1)))
                .filter(word -> SubmissionAnswer.parse(word, "").batchId().isPresent())
                .reduce(output, (text, word) -> text.replace(word, ""));
    }

    /** Only the very flag that we added for the form of the answer, and nothing queued. */
    private static boolean refusesFormat(CommandResult result, SubmissionOutcome outcome, AnswerFormat format) {
        return outcome instanceof SubmissionOutcome.Refused
                && Refusal.in(result.error().text())
                        .or(() -> Refusal.in(result.output().text()))
                        .filter(refusal -> refusal.isOfFlag(format.flag()))
                        .isPresent();
    }

    /** Masked before it is shortened, so that no half of a secret is left. */
    private static String words(Command command, CommandResult result) {
        return Refusal.wordsOf(
                command.masked(result.error().text()),
                command.masked(result.output().text()));
    }

    /** What went wrong with a command that answers nothing; empty if nothing did. */
    private static String complaint(Command command, CommandResult result) {
        boolean complained = Refusal.in(result.error().text()).isPresent()
                || Refusal.in(result.output().text()).isPresent();
        if (result.succeeded() && !complained) {
            return "";
        }
        String words = words(command, result);
        return result.inWords() + (words.isEmpty() ? "" : ": " + words);
    }

    /** A job that is not listed is as its batch is only if that has ended. */
    private boolean hasBehindIt(BatchReference batch, Optional<JobId> job, ControlAction action, Deadline deadline)
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
