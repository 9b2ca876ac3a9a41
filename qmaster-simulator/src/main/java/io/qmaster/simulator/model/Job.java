package io.qmaster.simulator.model;

import io.qmaster.domain.JobId;
import io.qmaster.simulator.scenario.Fault;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A job in the engine's queue: segments to encode and then to join, and an output to complete. */
final class Job {
    /** The order in which jobs are processed. */
    static final Comparator<Job> TURN =
            Comparator.comparing(Job::batch, Batch.TURN).thenComparingInt(Job::index);

    private final Batch batch;
    private final int index;
    private final JobId id;
    private final SubmittedJob submitted;
    private final WorkedTime worked = new WorkedTime();
    private Optional<String> ending = Optional.empty();
    private boolean held;
    private List<Segment> segments = List.of();
    private Work joining = new Work(0);
    private int attempt;
    private boolean begun;
    private Optional<Instant> finishedAt = Optional.empty();
    private String lastStatus = "";

    Job(Batch batch, int index, JobId id, SubmittedJob submitted) {
        this.batch = batch;
        this.index = index;
        this.id = id;
        this.submitted = submitted;
    }

    Batch batch() {
        return batch;
    }

    int index() {
        return index;
    }

    JobId id() {
        return id;
    }

    SubmittedJob submitted() {
        return submitted;
    }

    int attempt() {
        return attempt;
    }

    List<Segment> segments() {
        return segments;
    }

    Work joining() {
        return joining;
    }

    boolean isDone() {
        return finishedAt.isPresent();
    }

    Optional<Instant> finishedAt() {
        return finishedAt;
    }

    /** Whether it is done, failed or cancelled. */
    boolean isEnded() {
        return isDone() || ending.isPresent();
    }

    boolean isHeld() {
        return held;
    }

    void setHeld(boolean isHeld) {
        held = isHeld;
    }

    /** Whether it is on hold, and its encoding will continue where it stopped. */
    boolean isSuspended() {
        return held && begun && !isEnded() && !isEncoded() && !startsOverWhenHeld();
    }

    /** Whether the progress of its segments is lost when it is paused. */
    boolean startsOverWhenHeld() {
        return !isEnded() && !isEncoded() && batch.hasHabit(Fault.Habit.Kind.PAUSE_STARTS_OVER);
    }

    /** Whether an output was started and is not complete. */
    boolean hasPartialOutput() {
        return begun && !isDone();
    }

    boolean isEncoded() {
        for (Segment segment : segments) {
            if (!segment.work().isComplete()) {
                return false;
            }
        }
        return true;
    }

    /** Plans all its work, for the first attempt and for every resubmission. */
    void plan(Function<Job, List<Segment>> split, Function<Job, Work> join) {
        attempt++;
        begun = false;
        segments = split.apply(this);
        joining = join.apply(this);
    }

    void begin() {
        begun = true;
    }

    void postpone() {
        begun = false;
    }

    boolean hasBegun() {
        return begun;
    }

    void finish(Instant now) {
        finishedAt = Optional.of(now);
        batch.jobEnded();
    }

    /** Ends it without an output, with a status text of the monitor. */
    void end(String status) {
        ending = Optional.of(status);
        begun = false;
        batch.jobEnded();
    }

    boolean hasFailed() {
        return ending.filter(Words::meanFailure).isPresent();
    }

    /** Whether a failed attempt is followed by another one. */
    boolean mayBeResubmitted() {
        return attempt <= QmasterModel.MOST_RESUBMISSIONS;
    }

    /** The fault that makes this attempt fail, halfway through its first segment. */
    Optional<Fault.JobFails> plannedFailure(int segment) {
        return segment > 0 ? Optional.empty() : plannedFailure();
    }

    private Optional<Fault.JobFails> plannedFailure() {
        return batch.faults(Fault.JobFails.class)
                .filter(fault -> fault.job() == index + 1 && fault.attempts() >= attempt)
                .findFirst();
    }

    String status() {
        if (isDone()) {
            return Words.SUCCESSFUL;
        }
        if (ending.isPresent()) {
            return ending.get();
        }
        if (held) {
            return Words.HOLD;
        }
        if (joining.isComplete() || joining.isRunning()) {
            return Words.POST_PROCESSING;
        }
        return isBeingEncoded() ? Words.PROCESSING : Words.WAITING;
    }

    private boolean isBeingEncoded() {
        for (Segment segment : segments) {
            if (segment.work().isRunning()) {
                return true;
            }
        }
        return false;
    }

    /** Updates the worked time and the status counts of its batch. */
    void note(Instant now, StatusCounts ofBatch) {
        String status = status();
        ofBatch.change(lastStatus, status);
        worked.note(Words.meanWork(status), now);
        lastStatus = status;
    }

    double millis() {
        return joining.millis()
                + segments.stream()
                        .mapToDouble(segment -> segment.work().millis())
                        .sum();
    }

    double doneBy(Instant now) {
        return joining.doneBy(now)
                + segments.stream()
                        .mapToDouble(segment -> segment.work().doneBy(now))
                        .sum();
    }

    WorkedTime worked() {
        return worked;
    }

    /** Writes a reference to it. */
    void saveReference(DataOutput out) throws IOException {
        out.writeLong(batch.number());
        out.writeInt(index);
    }

    void save(DataOutput out) throws IOException {
        worked.save(out);
        Saved.optional(out, ending, Saved::text);
        out.writeBoolean(held);
        out.writeInt(attempt);
        out.writeBoolean(begun);
        Saved.optional(out, finishedAt, Saved::moment);
        joining.save(out);
        Saved.list(out, segments, (to, segment) -> segment.work().save(to));
    }

    void restore(DataInput in, Controller controller, Timeline timeline) throws IOException {
        worked.restore(in);
        ending = Saved.optional(in, Saved::text);
        held = in.readBoolean();
        attempt = in.readInt();
        begun = in.readBoolean();
        finishedAt = Saved.optional(in, Saved::moment);
        joining = Work.restored(in, timeline, () -> controller.joined(this));
        List<Segment> restored = new ArrayList<>();
        int count = in.readInt();
        for (int at = 0; at < count; at++) {
            restored.add(Segment.restored(in, this, at, controller, timeline));
        }
        segments = List.copyOf(restored);
    }

    void describe(LogLine line) {
        line.put("batch", batch.id().value()).put("job", index);
    }
}
