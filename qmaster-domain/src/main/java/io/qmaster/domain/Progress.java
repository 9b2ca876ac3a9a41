package io.qmaster.domain;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The progress of a batch or job as the engine reports it. Every part can be missing. For library consumers and authors
 * of backends. Immutable and thread-safe.
 *
 * @param percentComplete 0 to 100
 * @param elapsed time worked so far, in whole seconds
 * @param remaining the engine's estimate of the remaining time, in whole seconds
 */
public record Progress(OptionalInt percentComplete, Optional<Duration> elapsed, Optional<Duration> remaining) {
    /** Nothing is known. */
    public static final Progress NONE = new Progress(OptionalInt.empty(), Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException if the percentage is out of range or a time is negative */
    public Progress {
        if (percentComplete.isPresent() && (percentComplete.getAsInt() < 0 || percentComplete.getAsInt() > 100)) {
            throw new IllegalArgumentException("a percentage must be 0 to 100, not " + percentComplete.getAsInt());
        }
        if (elapsed.filter(Duration::isNegative).isPresent()
                || remaining.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("elapsed and remaining time must not be negative");
        }
    }

    /** Complete progress. */
    public static Progress of(int percentComplete, Duration elapsed, Duration remaining) {
        return new Progress(OptionalInt.of(percentComplete), Optional.of(elapsed), Optional.of(remaining));
    }

    /** The same, without a percentage for a cancelled or failed batch, for which the engine reports 100. */
    Progress meaningfulIn(BatchState state) {
        boolean misleading = state == BatchState.CANCELLED || state == BatchState.FAILED;
        return misleading ? new Progress(OptionalInt.empty(), elapsed, remaining) : this;
    }
}
