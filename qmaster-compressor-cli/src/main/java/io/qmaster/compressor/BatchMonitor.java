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
 * Asks Batch Monitor, or {@code Compressor -monitor} where there is none, how batches are. Safe for threads.
 *
 * <p>Compressor 4 and 5 are asked once for all batches together, and then for a few of those that are
 * missing in the answer; Final Cut Studio is asked once for each. The monitor of Compressor
 * takes no cluster: it knows every batch that was submitted from this machine, wherever it runs.
 */
public final class BatchMonitor implements StatusSource {
    /** How many of the batches that a listing does not show are asked for one by one. */
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

    /**
     * Asks how batches are. The deadline covers all calls together. A program that is not installed or does not start is a question that
     * failed.
     */
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
     * Asks for every batch that the monitor knows.
     *
     * <p>The answer does not say where a batch runs: all are told to be at {@link Cluster#THIS_COMPUTER}, which has the
     * monitor.
     */
    @Override
    public List<BatchStatus> list(Deadline deadline) throws InterruptedException {
        Dialect dialect = dialect(deadline);
        if (!dialect.capabilities().contains(Capability.LIST)) {
            throw new UnsupportedByEngineException(
                    Failure.withoutSubmission("UNSUPPORTED", "no way is known to list the batches of " + dialect.word())
                            .hint("ask for a batch by its id"));
        }
        StatusAnswer answer = listing(dialect, deadline);
        requireComplete(answer);
        return answer.all(Cluster.THIS_COMPUTER, timekeeper.now());
    }

    /** A job that has not begun is not listed; a query for that job answers with its batch all the same. */
    @Override
    public Optional<BatchReference> batchOf(JobId job, Deadline deadline) throws InterruptedException {
        Optional<BatchReference> listed = StatusSource.super.batchOf(job, deadline);
        if (listed.isPresent()) {
            return listed;
        }
        Dialect dialect = dialect(deadline);
        Path monitor = monitor(dialect);
        try {
            return ask(dialect, monitor, format -> dialect.question(monitor, job, format), deadline)
                    .all(Cluster.THIS_COMPUTER, timekeeper.now())
                    .stream()
                    .map(BatchStatus::batch)
                    .findFirst();
        } catch (StatusException unknown) {
            // The listing was an answer; how the programs complain of an unknown job is not known.
            return Optional.empty();
        }
    }

    @Override
    public Optional<RawAnswer> rawAnswer(BatchReference batch, Deadline deadline) throws InterruptedException {
        Dialect dialect = dialect(deadline);
        Path monitor = monitor(dialect);
        Asked asked =
                asked(dialect, monitor, format -> dialect.question(monitor, batch, credentials, format), deadline);
        Command command = asked.command();
        CommandResult result = asked.result();
        return Optional.of(new RawAnswer(
                command.toString(),
                result.inWords(),
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
     * A listing may leave out what a question for that batch shows. Of many that it does not show a few are asked for, others
     * the next time: if none of them is there, the listing is believed. If one is, it is not, and all are asked for.
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
            // The listing was an answer, which this is no reason to throw away.
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
            StatusAnswer answer =
                    ask(dialect, monitor, format -> dialect.question(monitor, batch, credentials, format), deadline);
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

    /** A batch that an answer in pieces does not show must not be taken for lost, nor for never queued. */
    private static void requireComplete(StatusAnswer answer) {
        if (!answer.isComplete()) {
            throw failure("its answer is not whole: a batch may be missing, or an entry has no id");
        }
    }

    private StatusAnswer listing(Dialect dialect, Deadline deadline) throws InterruptedException {
        Path monitor = monitor(dialect);
        return ask(dialect, monitor, format -> dialect.listing(monitor, format), deadline);
    }

    /** A question, what came back, and the form of answer that was asked for. */
    private record Asked(Command command, CommandResult result, AnswerFormat format) {}

    private StatusAnswer ask(Dialect dialect, Path monitor, Function<AnswerFormat, Command> question, Deadline deadline)
            throws InterruptedException {
        Asked asked = asked(dialect, monitor, question, deadline);
        StatusAnswer answer = answer(asked.command(), asked.result(), asked.format());
        formats.took(monitor, asked.format());
        return answer.masked(asked.command()::masked);
    }

    /** Asks in the form that this version is known to take, or finds out which one it takes. */
    private Asked asked(Dialect dialect, Path monitor, Function<AnswerFormat, Command> question, Deadline deadline)
            throws InterruptedException {
        List<AnswerFormat> worthTrying = formats.worthTrying(monitor, dialect.statusFormats());
        for (AnswerFormat format : worthTrying) {
            Command command = question.apply(format);
            CommandResult result = run(command, deadline);
            boolean lastForm = format == worthTrying.get(worthTrying.size() - 1);
            if (lastForm || !format.isJson() || !refusesFormat(result)) {
                return new Asked(command, result, format);
            }
        }
        throw new IllegalStateException("a dialect without a form of answer");
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
            throw failure("it " + result.inWords());
        }
        // Masked before they are shortened, so that no half of a secret is left.
        String words = Refusal.wordsOf(command.masked(result.error().text()));
        String output = result.output().text();
        StatusAnswer answer;
        try {
            answer = StatusAnswer.parse(output);
        } catch (UnreadableAnswerException unreadable) {
            throw failure("it " + result.inWords() + " and said: " + Refusal.wordsOf(command.masked(output))
                    + (words.isEmpty() ? "" : "; it complained: " + words));
        }
        boolean saysNothing = OutputLine.of(output).allMatch(OutputLine::isNoise);
        if (saysNothing && (format.isJson() || !words.isEmpty() || !result.succeeded())) {
            // JSON shows an empty list. What legacy markup shows is not known, and taken to be no word at all.
            throw failure("it " + result.inWords() + " and said nothing"
                    + (words.isEmpty() ? "" : "; it complained: " + words));
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
                        "STATUS_NOT_ASKED", "the monitor could not be asked: " + unavailable.getMessage())
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
