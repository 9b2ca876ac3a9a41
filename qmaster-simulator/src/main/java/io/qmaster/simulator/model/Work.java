package io.qmaster.simulator.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Work that takes time and can be interrupted: a segment to encode, or segments to join. */
final class Work {
    private final double millis;
    private double done;
    private boolean complete;
    private @Nullable Run run;
    private Instant notBefore = Instant.MIN;

    /** @param millis its duration on a machine of speed 1 */
    Work(double millis) {
        this.millis = millis;
    }

    double millis() {
        return millis;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isRunning() {
        return run != null;
    }

    /** When it was started, if it is running. */
    Optional<Instant> since() {
        return Optional.ofNullable(run).map(Run::since);
    }

    /** Whether it is neither running nor complete. */
    boolean isIdle() {
        return !complete && run == null;
    }

    /** The earliest time at which it may start. */
    Instant notBefore() {
        return notBefore;
    }

    /** Its progress, in milliseconds on a machine of speed 1. */
    double doneBy(Instant now) {
        if (complete) {
            return millis;
        }
        Run current = run;
        return current == null ? done : Math.min(millis, done + current.doneBy(now));
    }

    /** The time until a part of it is done on a machine of some speed, rounded up to a millisecond. */
    Duration until(double part, double speed) {
        return Duration.ofMillis((long) Math.ceil(Math.max(0, millis * part - done) / speed));
    }

    void begin(Instant now, double speed, EventQueue.Event end) {
        run = new Run(now, speed, end);
    }

    /** Starts it outside: its progress and end are reported. */
    void beginOutside(Instant now) {
        done = 0;
        run = new Run(now, 0, null);
    }

    /** Whether it is running outside. */
    boolean isOutside() {
        Run current = run;
        return current != null && current.end == null;
    }

    /** Sets the part that is done outside, 0 to 1. */
    void report(double part) {
        done = millis * Math.max(0, Math.min(1, part));
    }

    void complete() {
        run = null;
        complete = true;
    }

    /** Stops it and keeps its progress. */
    void pause(Timeline timeline) {
        double kept = doneBy(timeline.now());
        stop(timeline);
        done = kept;
    }

    /** Discards its progress; it must not be running. */
    void startOver() {
        done = 0;
        complete = false;
    }

    /** Stops it, discards its progress, and prevents a restart before some moment. */
    void interrupt(Timeline timeline, Instant earliest) {
        stop(timeline);
        done = 0;
        notBefore = earliest;
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(millis);
        out.writeDouble(done);
        out.writeBoolean(complete);
        Saved.moment(out, notBefore);
        Saved.nullable(out, run, (to, current) -> current.save(to));
    }

    /**
     * Reads a work.
     *
     * @param end what happens at its end, if it was running
     */
    static Work restored(DataInput in, Timeline timeline, Runnable end) throws IOException {
        Work work = new Work(in.readDouble());
        work.done = in.readDouble();
        work.complete = in.readBoolean();
        work.notBefore = Saved.moment(in);
        work.run = Saved.nullable(in, from -> Run.restored(from, timeline, end));
        return work;
    }

    private void stop(Timeline timeline) {
        Run current = run;
        if (current != null) {
            if (current.end != null) {
                timeline.forget(current.end);
            }
            run = null;
        }
    }

    private record Run(Instant since, double speed, EventQueue.@Nullable Event end) {
        double doneBy(Instant now) {
            return Duration.between(since, now).toMillis() * speed;
        }

        void save(DataOutput out) throws IOException {
            Saved.moment(out, since);
            out.writeDouble(speed);
            Saved.nullable(out, end, (to, event) -> event.save(to));
        }

        static Run restored(DataInput in, Timeline timeline, Runnable happening) throws IOException {
            Instant since = Saved.moment(in);
            double speed = in.readDouble();
            return new Run(since, speed, Saved.nullable(in, from -> timeline.restoreEvent(from, happening)));
        }
    }
}
