package io.qmaster.domain;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far the engine says it is. Every part can be missing from an answer. Immutable and thread-safe.
 *
 * @param percentComplete 0 to 100
 * @param elapsed time worked so far, in whole seconds
 * @param remaining the engine's guess of the time left, in whole seconds
 */
public record Progress(OptionalInt percentComplete, Optional<Duration> elapsed, Optional<Duration> remaining) {
    /** Nothing is known. */
    public static final Progress NONE = new Progress(OptionalInt.empty(), Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException if per cent are not 0 to 100 or a time is negative */
    public Progress {
        if (percentComplete.isPresent() && (percentComplete.getAsInt() < 0 || percentComplete.getAsInt() > 100)) {
            throw new IllegalArgumentException("per cent must be 0 to 100, not " + percentComplete.getAsInt());
        }
        if (elapsed.filter(Duration::isNegative).isPresent()
                || remaining.filter(Duration::isNegative).isPresent()) {
            throw new IllegalArgumentException("elapsed and remaining time must not be negative");
        }
    }

    /** Everything known. */
    public static Progress of(int percentComplete, Duration elapsed, Duration remaining) {
        return new Progress(OptionalInt.of(percentComplete), Optional.of(elapsed), Optional.of(remaining));
    }

    /** The same, without per cent when they mean nothing: the engine says 100 for a cancelled or failed batch too. */
    Progress meaningfulIn(BatchState state) {
        boolean misleading = state == BatchState.CANCELLED || state == BatchState.FAILED;
        return misleading ? new Progress(OptionalInt.empty(), elapsed, remaining) : this;
    }
}
