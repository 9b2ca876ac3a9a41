package io.qmaster.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a caller waits for a batch, and what happens when the time is over. Methods with an argument return a copy.
 *
 * <p>Only time while this machine is awake counts. An empty limit never expires. A limit is positive and at most ten
 * years. For library consumers. Immutable and thread-safe.
 *
 * @param whole from the call to the end
 * @param queue while the batch is waiting or not listed yet
 * @param run while it is processed and post-processed, without holds
 * @param hold while it is on hold without interruption
 * @param cancelOnTimeout whether the batch is cancelled when a limit expires; otherwise it keeps running
 * @param cancelOnStall whether it is cancelled when it makes no progress for {@link Policy#stallAfter()}
 */
public record WaitLimits(
        Optional<Duration> whole,
        Optional<Duration> queue,
        Optional<Duration> run,
        Optional<Duration> hold,
        boolean cancelOnTimeout,
        boolean cancelOnStall) {
    /** No limits. A batch that exceeds a limit added later is cancelled. */
    public static final WaitLimits NONE =
            new WaitLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true, false);

    /** @throws IllegalArgumentException if a limit is not positive or is longer than ten years */
    public WaitLimits {
        whole.ifPresent(WaitLimits::positive);
        queue.ifPresent(WaitLimits::positive);
        run.ifPresent(WaitLimits::positive);
        hold.ifPresent(WaitLimits::positive);
    }

    /** The same with a limit from the call to the end. */
    public WaitLimits whole(Duration limit) {
        return new WaitLimits(Optional.of(limit), queue, run, hold, cancelOnTimeout, cancelOnStall);
    }

    /** The same with a limit on the time in the queue. */
    public WaitLimits queue(Duration limit) {
        return new WaitLimits(whole, Optional.of(limit), run, hold, cancelOnTimeout, cancelOnStall);
    }

    /** The same with a limit on the time of processing. */
    public WaitLimits run(Duration limit) {
        return new WaitLimits(whole, queue, Optional.of(limit), hold, cancelOnTimeout, cancelOnStall);
    }

    /** The same with a limit on the time on hold. */
    public WaitLimits hold(Duration limit) {
        return new WaitLimits(whole, queue, run, Optional.of(limit), cancelOnTimeout, cancelOnStall);
    }

    /** The same, leaving the batch running when a limit expires. */
    public WaitLimits leaveOnTimeout() {
        return new WaitLimits(whole, queue, run, hold, false, cancelOnStall);
    }

    /** The same, cancelling the batch when it makes no progress. */
    public WaitLimits cancelWhenStalled() {
        return new WaitLimits(whole, queue, run, hold, cancelOnTimeout, true);
    }

    /** Whether a limit could cancel the batch, which requires an engine that can. */
    public boolean mayCancel() {
        boolean limited = whole.isPresent() || queue.isPresent() || run.isPresent() || hold.isPresent();
        return cancelOnStall || (cancelOnTimeout && limited);
    }

    private static void positive(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a limit must be positive, not " + limit);
        }
        if (limit.compareTo(Policy.LONGEST) > 0) {
            throw new IllegalArgumentException("a limit must be at most ten years, not " + limit);
        }
    }
}
