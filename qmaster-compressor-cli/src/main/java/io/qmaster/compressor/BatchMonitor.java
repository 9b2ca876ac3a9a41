package io.qmaster.compressor;

import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Cluster;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.EngineUnavailableException;
import io.qmaster.domain.Failure;
import io.qmaster.domain.JobId;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.UnsupportedByEngineException;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.RefusalKind;
import io.qmaster.domain.port.StatusSource;
import io.qmaster.domain.port.Timekeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Queries the status of batches with Batch Monitor, or with {@code Compressor -monitor} where there is none. Used
 * through {@link CompressorBackend#statusSource()}. Thread-safe.
 *
 * <p>Compressor 4 and 5 list all batches in one call; a few of those that are missing from the list are then queried
 * individually. Final Cut Studio needs one call for each batch. The monitor of Compressor takes no cluster: it knows
 * every batch that was submitted from this machine, wherever it runs.
 */
public final class BatchMonitor implements StatusSource {
    /** How many of the batches that a listing does not contain are queried individually. */
    private static final int SAMPLE = 3;

    private final AtomicInteger samples = new AtomicInteger();
    private final CompressorInstallation installation;
    private final DialectDetector detector;
    private final AnswerFormats formats;
    private final CommandLineRunner runner;
    private final Credentials credentials;
    private final Timekeeper timekeeper;

    BatchMonitor(
            CompressorInstallation installation,
            DialectDetector detector,
            AnswerFormats formats,
            CommandLineRunner runner,
            Credentials credentials,
            Timekeeper timekeeper) {
        this.installation = installation;
        this.detector = detector;
        this.formats = formats;
        this.runner = runner;
        this.credentials = credentials;
        this.timekeeper = timekeeper;
    }

    /** Queries the status of batches. The deadline covers all calls together. */
    @Override
    public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline)
            throws InterruptedException {
        if (batches.isEmpty()) {
            return Map.of();
        }
        Dialect dialect = dialect(deadline);
        return dialect.capabilities().contains(Capability.LIST) && batches.size() > 1
                ? findTogether(dialect, batches, deadline)
                : findEach(dialect, batches, deadline);
    }

    /**
     * Lists every batch that the monitor knows. The answer does not contain the cluster: all batches are reported as at
     * {@link Cluster#THIS_COMPUTER}, where the monitor is.
     */
    @Override
    public List<BatchStatus> list(Deadline deadline) throws InterruptedException {
        Dialect dialect = dialect(deadline);
        if (!dialect.capabilities().contains(Capability.LIST)) {
            throw new UnsupportedByEngineException(
                    Failure.withoutSubmission("UNSUPPORTED", "no way is known to list the batches of " + dialect.word())
                            .hint("query a batch by its id"));
        }
        StatusAnswer answer = listing(dialect, deadline);
        requireComplete(answer);
        return answer.all(Cluster.THIS_COMPUTER, timekeeper.now());
    }

    /**
     * Finds the batch of a job. A job that has not started is not listed, but a query for that job answers with its
     * batch.
     */
    @Override
    public Optional<BatchReference> batchOf(JobId job, Deadline deadline) throws InterruptedException {
        Optional<BatchReference> listed = StatusSource.super.batchOf(job, deadline);
        if (listed.isPresent()) {
            return listed;
        }
        Dialect dialect = dialect(deadline);
        Path monitor = monitor(dialect);
        try {
            return query(dialect, monitor, format -> dialect.statusQuery(monitor, job, format), deadline)
                    .all(Cluster.THIS_COMPUTER, timekeeper.now())
                    .stream()
                    .map(BatchStatus::batch)
                    .findFirst();
        } catch (StatusException unknown) {
            // The listing was valid; what the programs print for an unknown job is not known.
            return Optional.empty();
        }
    }

    @Override
    public Optional<RawAnswer> rawAnswer(BatchReference batch, Deadline deadline) throws InterruptedException {
        Dialect dialect = dialect(deadline);
        Path monitor = monitor(dialect);
        Answered answered =
                execute(dialect, monitor, format -> dialect.statusQuery(monitor, batch, credentials, format), deadline);
        Command command = answered.command();
        CommandResult result = answered.result();
        return Optional.of(new RawAnswer(
                command.toString(),
                result.describe(),
                command.masked(result.output().text()),
                command.masked(result.error().text())));
    }

    private Map<BatchReference, BatchStatus> findTogether(
            Dialect dialect, Set<BatchReference> batches, Deadline deadline) throws InterruptedException {
        StatusAnswer answer = listing(dialect, deadline);
        Map<BatchReference, BatchStatus> found = new HashMap<>();
        List<BatchReference> missing = new ArrayList<>();
        for (BatchReference batch : batches) {
            statusIn(answer, batch).ifPresentOrElse(status -> found.put(batch, status), () -> missing.add(batch));
        }
        found.putAll(findMissing(dialect, missing, deadline));
        return found;
    }

    /**
     * A listing can omit a batch that a query for that batch finds. A few of the missing batches are queried, others at
     * the next call. If one is found, all missing batches are queried; otherwise the listing counts.
     */
    private Map<BatchReference, BatchStatus> findMissing(
            Dialect dialect, List<BatchReference> missing, Deadline deadline) throws InterruptedException {
        if (missing.isEmpty()) {
            return Map.of();
        }
        missing.sort(Comparator.comparing(batch -> batch.id().value()));
        Collections.rotate(missing, samples.getAndAdd(SAMPLE) % missing.size());
        int few = Math.min(SAMPLE, missing.size());
        Map<BatchReference, BatchStatus> sample;
        try {
            sample = findEach(dialect, missing.subList(0, few), deadline);
        } catch (StatusException unanswered) {
            // The listing is still valid.
            return Map.of();
        }
        Map<BatchReference, BatchStatus> found = new HashMap<>(sample);
        if (!sample.isEmpty()) {
            found.putAll(findEach(dialect, missing.subList(few, missing.size()), deadline));
        }
        return found;
    }

    private Map<BatchReference, BatchStatus> findEach(
            Dialect dialect, Collection<BatchReference> batches, Deadline deadline) throws InterruptedException {
        Path monitor = monitor(dialect);
        Map<BatchReference, BatchStatus> found = new HashMap<>();
        for (BatchReference batch : batches) {
            StatusAnswer answer = query(
                    dialect, monitor, format -> dialect.statusQuery(monitor, batch, credentials, format), deadline);
            statusIn(answer, batch).ifPresent(status -> found.put(batch, status));
        }
        return found;
    }

    private Optional<BatchStatus> statusIn(StatusAnswer answer, BatchReference batch) {
        Optional<BatchStatus> status = answer.of(batch, timekeeper.now());
        if (status.isEmpty()) {
            requireComplete(answer);
        }
        return status;
    }

    /** A batch that is missing from an incomplete answer must be taken neither for lost nor for never queued. */
    private static void requireComplete(StatusAnswer answer) {
        if (!answer.isComplete()) {
            throw failure("its answer is incomplete: a batch may be missing, or an entry has no id");
        }
    }

    private StatusAnswer listing(Dialect dialect, Deadline deadline) throws InterruptedException {
        Path monitor = monitor(dialect);
        return query(dialect, monitor, format -> dialect.listing(monitor, format), deadline);
    }

    /** A query, its result, and the answer format that it requested. */
    private record Answered(Command command, CommandResult result, AnswerFormat format) {}

    private StatusAnswer query(Dialect dialect, Path monitor, Function<AnswerFormat, Command> query, Deadline deadline)
            throws InterruptedException {
        Answered answered = execute(dialect, monitor, query, deadline);
        StatusAnswer answer = answer(answered.command(), answered.result(), answered.format());
        formats.remember(monitor, answered.format());
        return answer.masked(answered.command()::masked);
    }

    /** Queries in the format that this version is known to accept, or tries which one it accepts. */
    private Answered execute(Dialect dialect, Path monitor, Function<AnswerFormat, Command> query, Deadline deadline)
            throws InterruptedException {
        List<AnswerFormat> candidates = formats.candidates(monitor, dialect.statusFormats());
        for (AnswerFormat format : candidates) {
            Command command = query.apply(format);
            CommandResult result = run(command, deadline);
            boolean isLast = format == candidates.get(candidates.size() - 1);
            if (isLast || !format.isJson() || !refusesFormat(result)) {
                return new Answered(command, result, format);
            }
        }
        throw new IllegalStateException("a dialect without an answer format");
    }

    private static boolean refusesFormat(CommandResult result) {
        return Refusal.in(result.error().text())
                .or(() -> Refusal.in(result.output().text()))
                .filter(refusal -> refusal.kind() == RefusalKind.INVALID_PARAMETER)
                .isPresent();
    }

    private CommandResult run(Command command, Deadline deadline) throws InterruptedException {
        if (deadline.hasPassed(timekeeper)) {
            throw failure("the deadline passed before it was started");
        }
        try {
            return runner.query(command, deadline);
        } catch (IOException unstarted) {
            throw new StatusException(Failure.withoutSubmission(
                            "STATUS_NOT_ASKED", command.program() + " cannot be started: " + SystemReason.of(unstarted))
                    .hint("run `qmaster doctor` to find the cause")
                    .worthRetrying()
                    .because(unstarted));
        }
    }

    private static StatusAnswer answer(Command command, CommandResult result, AnswerFormat format) {
        if (result.ending() == CommandResult.Ending.DEADLINE) {
            throw failure("it " + result.describe());
        }
        // Masked before it is shortened: otherwise a part of a secret could remain.
        String words = Refusal.wordsOf(command.masked(result.error().text()));
        String output = result.output().text();
        StatusAnswer answer;
        try {
            answer = StatusAnswer.parse(output);
        } catch (UnreadableAnswerException unreadable) {
            throw failure("it " + result.describe() + " and printed: " + Refusal.wordsOf(command.masked(output))
                    + (words.isEmpty() ? "" : "; error output: " + words));
        }
        boolean saysNothing = OutputLine.of(output).allMatch(OutputLine::isNoise);
        if (saysNothing && (format.isJson() || !words.isEmpty() || !result.succeeded())) {
            // JSON has an empty list. What legacy markup prints for no batches is not known; assumed to be nothing.
            throw failure("it " + result.describe() + " and printed nothing"
                    + (words.isEmpty() ? "" : "; error output: " + words));
        }
        return result.succeeded() && result.output().isWhole() ? answer : answer.incomplete();
    }

    private Dialect dialect(Deadline deadline) throws InterruptedException {
        try {
            return detector.dialect(installation.compressor(), deadline);
        } catch (EngineUnavailableException unavailable) {
            throw notAsked(unavailable);
        }
    }

    private Path monitor(Dialect dialect) {
        try {
            return dialect.hasBatchMonitor() ? installation.batchMonitor() : installation.compressor();
        } catch (EngineUnavailableException unavailable) {
            throw notAsked(unavailable);
        }
    }

    private static StatusException notAsked(EngineUnavailableException unavailable) {
        return new StatusException(Failure.withoutSubmission(
                        "STATUS_NOT_ASKED", "the monitor could not be queried: " + unavailable.getMessage())
                .hint(unavailable.hint())
                .because(unavailable));
    }

    private static StatusException failure(String whatCameBack) {
        return new StatusException(Failure.withoutSubmission(
                        "STATUS_UNREADABLE", "the monitor was queried for status and gave no answer: " + whatCameBack)
                .hint("query it again; check with `qmaster doctor` if that persists")
                .worthRetrying());
    }
}
