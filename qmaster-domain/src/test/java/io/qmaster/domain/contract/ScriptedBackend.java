package io.qmaster.domain.contract;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.BatchOrder;
import io.qmaster.domain.BatchReference;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.CommandPreview;
import io.qmaster.domain.ControlAction;
import io.qmaster.domain.Credentials;
import io.qmaster.domain.EngineHealth;
import io.qmaster.domain.Failure;
import io.qmaster.domain.HealthFinding;
import io.qmaster.domain.JobId;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.RawAnswer;
import io.qmaster.domain.StatusException;
import io.qmaster.domain.StatusText;
import io.qmaster.domain.port.Backend;
import io.qmaster.domain.port.Capability;
import io.qmaster.domain.port.Deadline;
import io.qmaster.domain.port.SubmissionOutcome;
import io.qmaster.domain.port.SubmittingProcess;
import io.qmaster.domain.port.Timekeeper;
import io.qmaster.domain.standard.VirtualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A backend with a script: the outcome of each attempt to submit, and the status of every batch from given moments. It
 * uses virtual time and encodes nothing. For tests of library consumers. Not thread-safe.
 */
public class ScriptedBackend extends BackendOfOneClass {
    private final VirtualClock clock = new VirtualClock();
    private final Deque<Attempt> attempts = new ArrayDeque<>();
    private final Map<BatchReference, Script> scripts = new LinkedHashMap<>();
    private final Set<Capability> capabilities = EnumSet.complementOf(EnumSet.of(Capability.ENCODES));
    private final List<BatchOrder> submitted = new ArrayList<>();
    private final Set<BatchId> notQueuedYet = new HashSet<>();
    private final Set<BatchId> queuedHere = new HashSet<>();
    private Optional<SubmittingProcess> process = Optional.empty();
    private final List<String> controls = new ArrayList<>();
    private final Deque<RuntimeException> refusals = new ArrayDeque<>();
    private final List<Set<BatchReference>> questions = new ArrayList<>();
    private final Deque<Runnable> meanwhile = new ArrayDeque<>();
    private Credentials credentials = Credentials.NONE;
    private Optional<RawAnswer> raw = Optional.empty();
    private Duration deafFrom = Duration.ofDays(10_000);
    private Duration deafUntil = Duration.ofDays(10_000);
    private Duration answerTime = Duration.ZERO;

    /** The outcome of an attempt to submit. */
    @FunctionalInterface
    public interface Attempt {
        /** Answers, possibly after some virtual time. */
        SubmissionOutcome answer(BatchOrder order, Deadline deadline) throws InterruptedException;
    }

    /** The statuses of one batch, each from a time after the start of the clock. */
    public final class Script {
        private final BatchReference batch;
        private final Map<Duration, Optional<BatchStatus>> shown = new TreeMap<>();
        private final List<JobStatus> jobs = new ArrayList<>();
        private Optional<String> name = Optional.empty();

        private Script(BatchReference batch) {
            this.batch = batch;
        }

        /** The name under which it is listed. */
        public Script named(String text) {
            name = Optional.of(text);
            return this;
        }

        /** A job that it lists. */
        public Script job(String jobId, String jobName, String words) {
            jobs.add(new JobStatus(
                    Optional.of(new JobId(jobId)), Optional.of(jobName), StatusText.ofQmaster(words), Progress.NONE));
            return this;
        }

        /** Reports a status text. */
        public Script shows(Duration from, String words) {
            shown.put(from, Optional.of(BatchStatus.of(batch, StatusText.ofQmaster(words), clock.now())));
            return this;
        }

        /** Reports a status text of an engine other than Qmaster. */
        public Script shows(Duration from, StatusText text) {
            shown.put(from, Optional.of(BatchStatus.of(batch, text, clock.now())));
            return this;
        }

        /** Reports a status text and a percentage. */
        public Script shows(Duration from, String words, int percent) {
            Progress progress = new Progress(OptionalInt.of(percent), Optional.empty(), Optional.empty());
            shown.put(
                    from,
                    Optional.of(BatchStatus.of(batch, StatusText.ofQmaster(words), clock.now())
                            .with(progress)));
            return this;
        }

        /** Reports a status text and complete progress. */
        public Script shows(Duration from, Progress progress, String words) {
            shown.put(
                    from,
                    Optional.of(BatchStatus.of(batch, StatusText.ofQmaster(words), clock.now())
                            .with(progress)));
            return this;
        }

        /** No longer lists the batch. */
        public Script vanishes(Duration from) {
            shown.put(from, Optional.empty());
            return this;
        }

        private Optional<BatchStatus> now() {
            Duration elapsed = Duration.ofNanos(clock.elapsedNanos());
            Optional<BatchStatus> latest = Optional.empty();
            for (Map.Entry<Duration, Optional<BatchStatus>> entry : shown.entrySet()) {
                if (entry.getKey().compareTo(elapsed) <= 0) {
                    latest = entry.getValue();
                }
            }
            return latest.map(status -> new BatchStatus(
                    batch,
                    name,
                    status.text(),
                    status.progress(),
                    status.submittedBy(),
                    status.submittedAtText(),
                    jobs,
                    clock.now()));
        }
    }

    /** Adds the outcome of the next attempt; the last one is repeated. */
    public ScriptedBackend attempt(SubmissionOutcome outcome) {
        return attempt((order, deadline) -> outcome);
    }

    /** Adds the answer to the next attempt; the last one is repeated. */
    public ScriptedBackend attempt(Attempt attempt) {
        attempts.add(attempt);
        return this;
    }

    /** Every attempt reports this process as the submitter. */
    public ScriptedBackend submitsBy(SubmittingProcess submitter) {
        process = Optional.of(submitter);
        return this;
    }

    /** Queues the next attempt under an id that is not listed before. */
    public ScriptedBackend queues(String batchId, String... jobIds) {
        BatchId id = new BatchId(batchId);
        notQueuedYet.add(id);
        return attempt(new SubmissionOutcome.Queued(
                id, List.of(jobIds).stream().map(JobId::new).toList()));
    }

    /** The next attempt does not answer until its deadline. */
    public ScriptedBackend hangs() {
        return attempt((order, deadline) -> {
            clock.pause(deadline.remaining(clock));
            return new SubmissionOutcome.Unknown(
                    SubmissionOutcome.Unknown.Cause.DEADLINE, "no answer in time", OptionalInt.empty());
        });
    }

    /** The script of a batch, created by the first call. */
    public Script batch(BatchReference reference) {
        return scripts.computeIfAbsent(reference, Script::new);
    }

    /** Every query fails between two moments. */
    public ScriptedBackend deaf(Duration from, Duration until) {
        deafFrom = from;
        deafUntil = until;
        return this;
    }

    /** Refuses the next action on a batch. */
    public ScriptedBackend refusesControl(RuntimeException refusal) {
        refusals.add(refusal);
        return this;
    }

    /** Every list of batches takes this long. */
    public ScriptedBackend listsAfter(Duration time) {
        answerTime = time;
        return this;
    }

    /** Runs a task during the next status query. */
    public ScriptedBackend whileAsked(Runnable event) {
        meanwhile.add(event);
        return this;
    }

    /** Sets the raw answer, which is also returned while queries fail. */
    public ScriptedBackend says(RawAnswer answer) {
        raw = Optional.of(answer);
        return this;
    }

    /** Removes a capability. */
    public ScriptedBackend without(Capability capability) {
        capabilities.remove(capability);
        return this;
    }

    /** Adds a capability. */
    public ScriptedBackend with(Capability capability) {
        capabilities.add(capability);
        return this;
    }

    /** The submitted orders, oldest first. */
    public List<BatchOrder> submitted() {
        return submitted;
    }

    /** The actions on batches, {@code cancel ID}, and on jobs, {@code cancel ID JOB}. */
    public List<String> controls() {
        return controls;
    }

    /** The status queries, oldest first. */
    public List<Set<BatchReference>> questions() {
        return questions;
    }

    /** The clock. */
    public VirtualClock clock() {
        return clock;
    }

    /** The last credentials that it received. */
    public Credentials credentials() {
        return credentials;
    }

    @Override
    public Backend using(Credentials given) {
        credentials = given;
        return this;
    }

    @Override
    public SubmissionOutcome submit(BatchOrder order, Deadline deadline) throws InterruptedException {
        submitted.add(order);
        Attempt attempt = attempts.size() > 1 ? attempts.removeFirst() : attempts.getFirst();
        SubmissionOutcome outcome = attempt.answer(order, deadline);
        if (outcome instanceof SubmissionOutcome.Queued queued) {
            notQueuedYet.removeAll(queued.allIds());
            queuedHere.addAll(queued.allIds());
        }
        return outcome;
    }

    @Override
    public SubmissionOutcome submit(BatchOrder order, Deadline deadline, Consumer<SubmittingProcess> started)
            throws InterruptedException {
        process.ifPresent(started);
        return submit(order, deadline);
    }

    @Override
    public void control(BatchReference batch, ControlAction action, Deadline deadline) {
        if (!refusals.isEmpty()) {
            throw refusals.removeFirst();
        }
        controls.add(action.word() + " " + batch.id());
    }

    @Override
    public void control(BatchReference batch, JobId job, ControlAction action, Deadline deadline) {
        control(batch, action, deadline);
        controls.set(controls.size() - 1, action.word() + " " + batch.id() + " " + job);
    }

    @Override
    public EngineHealth health(Deadline deadline) {
        return new EngineHealth(List.of(HealthFinding.ok("script", "does what is written down")));
    }

    @Override
    public CommandPreview preview(BatchOrder order) {
        return new CommandPreview(List.of("scripted", order.name()));
    }

    @Override
    public Map<BatchReference, BatchStatus> find(Set<BatchReference> batches, Deadline deadline) {
        questions.add(Set.copyOf(batches));
        Optional.ofNullable(meanwhile.poll()).ifPresent(Runnable::run);
        requireHearing();
        Map<BatchReference, BatchStatus> seen = new LinkedHashMap<>();
        for (BatchReference batch : new LinkedHashSet<>(batches)) {
            Optional.ofNullable(scripts.get(batch)).flatMap(Script::now).ifPresent(status -> seen.put(batch, status));
        }
        return seen;
    }

    @Override
    public List<BatchStatus> list(Deadline deadline) {
        Duration left = deadline.remaining(clock);
        clock.advance(answerTime.compareTo(left) < 0 ? answerTime : left);
        if (answerTime.compareTo(left) > 0) {
            throw new StatusException(Failure.withoutSubmission("STATUS_UNREADABLE", "no list in time"));
        }
        requireHearing();
        return scripts.values().stream()
                .map(Script::now)
                .flatMap(Optional::stream)
                .filter(this::isListed)
                .toList();
    }

    /** A batch without a name is one that an attempt will queue. */
    private boolean isListed(BatchStatus status) {
        BatchId id = status.batch().id();
        boolean toBeQueued = !attempts.isEmpty() && status.name().isEmpty() && !queuedHere.contains(id);
        return !toBeQueued && !notQueuedYet.contains(id);
    }

    @Override
    public Optional<RawAnswer> rawAnswer(BatchReference batch, Deadline deadline) {
        return raw;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Timekeeper timekeeper() {
        return clock;
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    private void requireHearing() {
        Duration now = Duration.ofNanos(clock.elapsedNanos());
        if (now.compareTo(deafFrom) >= 0 && now.compareTo(deafUntil) < 0) {
            throw new StatusException(Failure.withoutSubmission("STATUS_UNREADABLE", "the script keeps silent"));
        }
    }
}
