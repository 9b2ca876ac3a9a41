package io.qmaster.domain.port;

import java.time.Duration;

/**
 * The moment by which something must be done, on the monotonic time of a {@link Timekeeper}: the wall clock may jump.
 * Immutable and thread-safe.
 *
 * @param atNanos the moment on the scale of {@link Timekeeper#elapsedNanos()}
 */
public record Deadline(long atNanos) implements Comparable<Deadline> {
    /** No deadline. */
    public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

    /** So long from now; {@link #NEVER} if that is beyond counting (292 years). */
    public static Deadline after(Duration time, Timekeeper timekeeper) {
        long nanos;
        try {
            nanos = Math.addExact(timekeeper.elapsedNanos(), time.toNanos());
        } catch (ArithmeticException beyondCounting) {
            return NEVER;
        }
        return new Deadline(nanos);
    }

    /** How much time is left; zero when it has passed. */
    public Duration remaining(Timekeeper timekeeper) {
        return Duration.ofNanos(Math.max(0, atNanos - timekeeper.elapsedNanos()));
    }

    /** Whether the moment has come. */
    public boolean hasPassed(Timekeeper timekeeper) {
        return timekeeper.elapsedNanos() >= atNanos;
    }

    /** The earlier of two. */
    public Deadline orEarlier(Deadline other) {
        return compareTo(other) <= 0 ? this : other;
    }

    @Override
    public int compareTo(Deadline other) {
        return Long.compare(atNanos, other.atNanos);
    }
}
