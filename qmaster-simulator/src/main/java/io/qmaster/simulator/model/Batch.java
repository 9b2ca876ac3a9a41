package io.qmaster.simulator.model;

import io.qmaster.domain.BatchId;
import io.qmaster.domain.JobId;
import io.qmaster.domain.Priority;
import io.qmaster.simulator.scenario.Fault;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A batch in the engine's queue. */
final class Batch {
    /** High before medium before low (Apple, Batch Monitor User Manual), then the order of submission. */
    static final Comparator<Batch> TURN =
            Comparator.comparing(Batch::priority).reversed().thenComparingLong(Batch::number);

    private final long number;
    private final BatchId id;
    private final Submission submission;
    private final String cluster;
    private final Instant submittedAt;
    private final Instant availableFrom;
    private final List<Fault> faults;
    private final List<Job> jobs;
    private final WorkedTime worked = new WorkedTime();
    private final StatusCounts statuses = new StatusCounts();
    private int openJobs;
    private String lastStatus = "";
    private boolean forgotten;
    private @Nullable String ending;
    private @Nullable Instant endedAt;

    Batch(
            long number,
            BatchId id,
            Submission submission,
            String cluster,
            Instant submittedAt,
            Instant availableFrom,
            List<Fault> faults,
            IntFunction<String> jobIds) {
        this.number = number;
        this.id = id;
        this.submission = submission;
        this.cluster = cluster;
        this.submittedAt = submittedAt;
        this.availableFrom = availableFrom;
        this.faults = List.copyOf(faults);
        this.jobs = IntStream.range(0, submission.jobs().size())
                .mapToObj(at -> new Job(
                        this, at, new JobId(jobIds.apply(at)), submission.jobs().get(at)))
                .toList();
        this.openJobs = jobs.size();
    }

    long number() {
        return number;
    }

    BatchId id() {
        return id;
    }

    String name() {
        return submission.name();
    }

    Priority priority() {
        return submission.priority();
    }

    String cluster() {
        return cluster;
    }

    List<Job> jobs() {
        return jobs;
    }

    Instant availableFrom() {
        return availableFrom;
    }

    <F extends Fault> Stream<F> faults(Class<F> kind) {
        return faults.stream().filter(kind::isInstance).map(kind::cast);
    }

    boolean hasHabit(Fault.Habit.Kind kind) {
        return faults(Fault.Habit.class).anyMatch(habit -> habit.kind() == kind);
    }

    boolean isEnded() {
        return ending != null;
    }

    /** Whether any of its outputs is to be encoded. */
    boolean hasPlans() {
        return jobs.stream().anyMatch(job -> job.submitted().plan().isPresent());
    }

    /** Whether every job is done, failed or cancelled. */
    boolean isFinished() {
        return openJobs == 0;
    }

    void jobEnded() {
        openJobs--;
    }

    void end(String status, Instant now) {
        ending = status;
        endedAt = now;
    }

    void forget() {
        forgotten = true;
    }

    /** When it ended, if it has. */
    Instant endedAt() {
        return Objects.requireNonNull(endedAt);
    }

    /** Whether it ended so long ago that the monitor no longer shows it. */
    boolean isHistory(Instant now) {
        return endedAt != null && !now.isBefore(endedAt.plus(QmasterModel.HISTORY));
    }

    /** Whether the monitor shows it. */
    boolean isListed(Instant now) {
        return !isHistory(now)
                && !forgotten
                && faults(Fault.BatchVanishes.class).noneMatch(fault -> isHidden(fault, now));
    }

    private boolean isHidden(Fault.BatchVanishes fault, Instant now) {
        Instant from = submittedAt.plus(fault.after());
        return !now.isBefore(from)
                && fault.lasting()
                        .filter(time -> !now.isBefore(from.plus(time)))
                        .isEmpty();
    }

    String status() {
        return ending == null ? statuses.ofBatch() : ending;
    }

    /** Updates its status after a change of some of its jobs, and logs a new status. */
    void note(Collection<Job> changed, Timeline timeline) {
        changed.forEach(job -> job.note(timeline.now(), statuses));
        String status = status();
        worked.note(Words.meanWork(status), timeline.now());
        if (!status.equals(lastStatus)) {
            lastStatus = status;
            timeline.log("status", line -> line.put("batch", id.value()).put("status", status));
        }
    }

    MonitoredBatch monitored(Instant now) {
        double all = jobs.stream().mapToDouble(Job::millis).sum();
        double done = jobs.stream().mapToDouble(job -> job.doneBy(now)).sum();
        return new MonitoredBatch(
                id,
                cluster,
                name(),
                submission.sentBy(),
                priority(),
                submittedAt,
                status().equals(Words.WAITING)
                                && !now.isBefore(availableFrom)
                                && hasHabit(Fault.Habit.Kind.WAITS_AS_PROCESSING)
                        ? Words.PROCESSING
                        : status(),
                progress(isEnded(), done, all, worked.until(now)),
                jobs.stream().map(job -> monitored(job, now)).toList());
    }

    /** Writes its state; its faults as their indexes in a scenario. */
    void save(DataOutput out, List<Fault> ofScenario) throws IOException {
        out.writeLong(number);
        Saved.text(out, id.value());
        submission.save(out);
        Saved.text(out, cluster);
        Saved.moment(out, submittedAt);
        Saved.moment(out, availableFrom);
        Saved.list(out, faults, (to, fault) -> to.writeInt(ofScenario.indexOf(fault)));
        Saved.list(out, jobs, (to, job) -> Saved.text(to, job.id().value()));
        worked.save(out);
        Saved.text(out, lastStatus);
        out.writeBoolean(forgotten);
        Saved.nullable(out, ending, Saved::text);
        Saved.nullable(out, endedAt, Saved::moment);
        for (Job job : jobs) {
            job.save(out);
        }
    }

    static Batch restored(
            DataInput in, List<Fault> ofScenario, Function<String, Controller> controllers, Timeline timeline)
            throws IOException {
        Batch batch = unstarted(in, ofScenario);
        batch.worked.restore(in);
        batch.lastStatus = Saved.text(in);
        batch.forgotten = in.readBoolean();
        batch.ending = Saved.nullable(in, Saved::text);
        batch.endedAt = Saved.nullable(in, Saved::moment);
        Controller controller = controllers.apply(batch.cluster);
        for (Job job : batch.jobs) {
            job.restore(in, controller, timeline);
            job.note(timeline.now(), batch.statuses);
        }
        batch.openJobs = (int) batch.jobs.stream().filter(job -> !job.isEnded()).count();
        return batch;
    }

    private static Batch unstarted(DataInput in, List<Fault> ofScenario) throws IOException {
        long number = in.readLong();
        BatchId id = new BatchId(Saved.text(in));
        Submission submission = Submission.restored(in);
        String cluster = Saved.text(in);
        Instant submittedAt = Saved.moment(in);
        Instant availableFrom = Saved.moment(in);
        List<Fault> faults = Saved.list(in, from -> ofScenario.get(from.readInt()));
        List<String> jobIds = Saved.list(in, Saved::text);
        return new Batch(number, id, submission, cluster, submittedAt, availableFrom, faults, jobIds::get);
    }

    private static MonitoredBatch.Job monitored(Job job, Instant now) {
        return new MonitoredBatch.Job(
                job.id(),
                job.submitted().name(),
                job.submitted().source(),
                job.status(),
                progress(
                        job.isEnded(),
                        job.doneBy(now),
                        job.millis(),
                        job.worked().until(now)),
                job.isDone() || job.hasBegun() || !job.worked().until(now).isZero(),
                job.finishedAt());
    }

    /**
     * The engine reports 100 per cent for everything that has ended, also if cancelled or failed (observed with 5.4).
     */
    private static MonitoredBatch.Progress progress(boolean ended, double done, double all, Duration elapsed) {
        if (ended) {
            return new MonitoredBatch.Progress(100, elapsed, Optional.of(Duration.ZERO));
        }
        int percent = all <= 0 ? 0 : (int) Math.min(99, Math.floor(100 * done / all));
        Optional<Duration> remaining = percent == 0
                ? Optional.empty()
                : Optional.of(elapsed.multipliedBy(100 - percent).dividedBy(percent));
        return new MonitoredBatch.Progress(percent, elapsed, remaining);
    }
}
