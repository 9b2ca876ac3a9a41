package io.qmaster.domain;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a caller waits for a batch, and what happens when the time is over. Immutable; the methods that take an
 * argument copy.
 *
 * <p>Time is that during which this machine is awake. A limit that is not given never runs out.
 *
 * @param whole from the call to the end
 * @param queue while the batch is waiting, or not in sight yet
 * @param run while it is processed and post-processed, holds not counted
 * @param hold while it is on hold without a break
 * @param cancelOnTimeout whether the batch is cancelled when one of these runs out, or left running
 * @param cancelOnStall whether it is cancelled when it makes no progress for {@link Policy#stallAfter()}
 */
public record WaitLimits(
        Optional<Duration> whole,
        Optional<Duration> queue,
        Optional<Duration> run,
        Optional<Duration> hold,
        boolean cancelOnTimeout,
        boolean cancelOnStall) {
    /** As long as it takes; a batch that runs out of what is added later is cancelled. */
    public static final WaitLimits NONE =
            new WaitLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true, false);

    /** @throws IllegalArgumentException if a limit is not positive */
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

    /** The same with a limit of waiting in the queue. */
    public WaitLimits queue(Duration limit) {
        return new WaitLimits(whole, Optional.of(limit), run, hold, cancelOnTimeout, cancelOnStall);
    }

    /** The same with a limit of running. */
    public WaitLimits run(Duration limit) {
        return new WaitLimits(whole, queue, Optional.of(limit), hold, cancelOnTimeout, cancelOnStall);
    }

    /** The same with a limit of being on hold. */
    public WaitLimits hold(Duration limit) {
        return new WaitLimits(whole, queue, run, Optional.of(limit), cancelOnTimeout, cancelOnStall);
    }

    /** The same, leaving the batch running when a limit runs out. */
    public WaitLimits leaveOnTimeout() {
        return new WaitLimits(whole, queue, run, hold, false, cancelOnStall);
    }

    /** The same, cancelling the batch when it makes no progress. */
    public WaitLimits cancelWhenStalled() {
        return new WaitLimits(whole, queue, run, hold, cancelOnTimeout, true);
    }

    /** Whether any limit could cancel the batch, which needs an engine that can. */
    public boolean mayCancel() {
        boolean limited = whole.isPresent() || queue.isPresent() || run.isPresent() || hold.isPresent();
        return cancelOnStall || (cancelOnTimeout && limited);
    }

    private static void positive(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a limit must be longer than nothing, not " + limit);
        }
        if (limit.compareTo(Policy.LONGEST) > 0) {
            throw new IllegalArgumentException("a limit must be at most ten years, not " + limit);
        }
    }
}
