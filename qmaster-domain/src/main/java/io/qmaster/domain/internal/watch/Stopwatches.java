package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.Progress;
import io.qmaster.domain.WaitLimits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Measures the time of a batch in each phase and without progress, on monotonic time in nanoseconds. Not thread-safe.
 */
final class Stopwatches {
    private final Map<Phase, Long> spent = new EnumMap<>(Phase.class);
    private Phase phase = Phase.QUEUE;
    private long phaseSince;
    private long progressSince;
    private Progress progress = Progress.NONE;
    private OptionalLong written = OptionalLong.empty();
    private BatchState state = BatchState.UNKNOWN;
    private boolean stallReported;

    Stopwatches(long nanos) {
        phaseSince = nanos;
        progressSince = nanos;
    }

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

    /** A limit and the moment at which it expires, if nothing changes before. */
    record Expiry(Limit limit, long atNanos) {}

    private enum Phase {
        QUEUE,
        RUN,
        HOLD,
        NONE
    }

    /** Whether an answer shows nothing new for a batch that has been running without progress for some time. */
    boolean isQuiet(BatchStatus status, Duration after, long nanos) {
        return phaseOf(status) == Phase.RUN && !isNews(status) && nanos - progressSince >= after.toNanos();
    }

    private boolean isNews(BatchStatus status) {
        return status.state() != state || !status.progress().equals(progress);
    }

    /**
     * Processes an answer with the batch.
     *
     * @param size the size of its outputs, if it was determined
     * @return whether the phase or the progress changed, so that limits expire at other moments
     */
    boolean seen(BatchStatus status, OptionalLong size, long nanos) {
        boolean grew = size.isPresent() && written.isPresent() && size.getAsLong() > written.getAsLong();
        boolean moved = isNews(status) || grew;
        state = status.state();
        progress = status.progress();
        written = size.isPresent() ? size : written;
        if (moved) {
            progressSince = nanos;
            stallReported = false;
        }
        Phase now = phaseOf(status);
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

    /** Whether the batch has stalled; true only once until it makes progress again. */
    boolean stalls(Duration after, long nanos) {
        boolean stalled = phase == Phase.RUN && nanos - progressSince >= after.toNanos();
        boolean news = stalled && !stallReported;
        stallReported = stallReported || stalled;
        return news;
    }

    Duration withoutProgress(long nanos) {
        return Duration.ofNanos(nanos - progressSince);
    }

    /** The limit that expires first. */
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

    private static Phase phaseOf(BatchStatus status) {
        return switch (status.state()) {
            case WAITING -> Phase.QUEUE;
            case PROCESSING -> hasBegun(status.progress()) ? Phase.RUN : Phase.QUEUE;
            case POST_PROCESSING -> Phase.RUN;
            case HOLD -> Phase.HOLD;
            case CANCELLED, SUCCESSFUL, FAILED, UNKNOWN -> Phase.NONE;
        };
    }

    /**
     * Compressor 5 reports a batch that waits for another one as {@code Processing} at 0 per cent without elapsed time
     * (observed).
     */
    private static boolean hasBegun(Progress progress) {
        return !progress.percentComplete().equals(OptionalInt.of(0))
                || !progress.elapsed().equals(Optional.of(Duration.ZERO));
    }
}
