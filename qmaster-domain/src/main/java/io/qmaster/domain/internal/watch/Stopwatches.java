package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.WaitLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How long a batch has been in each phase, and since when it makes no progress: a step function on monotonic time, in
 * nanoseconds. Not safe for threads.
 */
final class Stopwatches {
    private final Map<Phase, Long> spent = new EnumMap<>(Phase.class);
    private Phase phase = Phase.QUEUE;
    private long phaseSince;
    private long progressSince;
    private OptionalInt percent = OptionalInt.empty();
    private BatchState state = BatchState.UNKNOWN;
    private boolean stallTold;

    Stopwatches(long nanos) {
        phaseSince = nanos;
        progressSince = nanos;
    }

    /** What a limit is for. */
    enum Limit {
        WHOLE("the whole"),
        QUEUE("waiting in the queue"),
        RUN("running"),
        HOLD("being on hold"),
        STALL("making no progress");

        private final String words;

        Limit(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** A limit and the moment at which it runs out, if nothing changes before. */
    record Expiry(Limit limit, long atNanos) {}

    private enum Phase {
        QUEUE,
        RUN,
        HOLD,
        NONE
    }

    /**
     * An answer showed the batch.
     *
     * @return whether a phase or its progress changed, so that limits run out at other moments
     */
    boolean seen(BatchStatus status, long nanos) {
        boolean moved =
                status.state() != state || !status.progress().percentComplete().equals(percent);
        state = status.state();
        percent = status.progress().percentComplete();
        if (moved) {
            progressSince = nanos;
            stallTold = false;
        }
        Phase now = phaseOf(state);
        if (now == phase) {
            return moved;
        }
        spent.merge(phase, nanos - phaseSince, Long::sum);
        if (now == Phase.HOLD) {
            spent.remove(Phase.HOLD);
        }
        phase = now;
        phaseSince = nanos;
        return true;
    }

    /** Whether the batch has begun to stall; true once until it makes progress again. */
    boolean stalls(Duration after, long nanos) {
        boolean stalled = phase == Phase.RUN && nanos - progressSince >= after.toNanos();
        boolean news = stalled && !stallTold;
        stallTold = stallTold || stalled;
        return news;
    }

    Duration withoutProgress(long nanos) {
        return Duration.ofNanos(nanos - progressSince);
    }

    /** The limit that runs out first. */
    Optional<Expiry> next(WaitLimits limits, long wholeUntil, Duration stallAfter) {
        Optional<Expiry> whole = limits.whole().map(limit -> new Expiry(Limit.WHOLE, wholeUntil));
        Optional<Expiry> ofPhase = switch (phase) {
            case QUEUE -> limits.queue().map(limit -> expiry(Limit.QUEUE, limit));
            case RUN -> limits.run().map(limit -> expiry(Limit.RUN, limit));
            case HOLD -> limits.hold().map(limit -> expiry(Limit.HOLD, limit));
            case NONE -> Optional.empty();
        };
        Optional<Expiry> stall = limits.cancelOnStall() && phase == Phase.RUN
                ? Optional.of(new Expiry(Limit.STALL, progressSince + stallAfter.toNanos()))
                : Optional.empty();
        return Stream.of(whole, ofPhase, stall)
                .flatMap(Optional::stream)
                .min((one, other) -> Long.compare(one.atNanos(), other.atNanos()));
    }

    private Expiry expiry(Limit limit, Duration time) {
        return new Expiry(limit, phaseSince + time.toNanos() - spent.getOrDefault(phase, 0L));
    }

    private static Phase phaseOf(BatchState state) {
        return switch (state) {
            case WAITING -> Phase.QUEUE;
            case PROCESSING, POST_PROCESSING -> Phase.RUN;
            case HOLD -> Phase.HOLD;
            case CANCELLED, SUCCESSFUL, FAILED, UNKNOWN -> Phase.NONE;
        };
    }
}
