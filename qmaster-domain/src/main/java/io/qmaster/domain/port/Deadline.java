package io.qmaster.domain.port;

import java.time.Duration;

/**
 * The moment by which a call must return, on the monotonic time of a {@link Timekeeper}. For authors of backends.
 * Immutable and thread-safe.
 *
 * @param atNanos the moment on the scale of {@link Timekeeper#elapsedNanos()}
 */
public record Deadline(long atNanos) implements Comparable<Deadline> {
    /** No deadline. */
    public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    /**
     * A deadline after some time from now; {@link #NEVER} if a long of nanoseconds overflows (292 years). A time that is as
     * far in the past has passed.
     */
    public static Deadline after(Duration time, Timekeeper timekeeper) {
        long nanos;
        try {
            nanos = Math.addExact(timekeeper.elapsedNanos(), time.toNanos());
        } catch (ArithmeticException overflow) {
            return time.isNegative() ? new Deadline(timekeeper.elapsedNanos()) : NEVER;
        }
        return new Deadline(nanos);
    }

    /** The remaining time; zero if it has passed, and the longest a long can count (292 years) of {@link #NEVER}. */
    public Duration remaining(Timekeeper timekeeper) {
        return Duration.ofNanos(
                atNanos == NEVER.atNanos ? Long.MAX_VALUE : Math.max(0, atNanos - timekeeper.elapsedNanos()));
    }

    /** Whether it has passed. */
    public boolean hasPassed(Timekeeper timekeeper) {
        return timekeeper.elapsedNanos() >= atNanos;
    }

    /** The earlier of two deadlines. */
    public Deadline orEarlier(Deadline other) {
        return compareTo(other) <= 0 ? this : other;
    }

    @Override
    public int compareTo(Deadline other) {
        return Long.compare(atNanos, other.atNanos);
    }
}
