package io.qmaster.domain.internal.watch;

import io.qmaster.domain.BatchState;
import io.qmaster.domain.BatchStatus;
import io.qmaster.domain.JobStatus;
import io.qmaster.domain.Policy;
import io.qmaster.domain.StatusText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Derives verdicts from the answers about one batch, as a step function without its own time, threads or queries.
 * Moments are on monotonic time in nanoseconds. Not thread-safe.
 */
final class Watch {
    /** If all batches disappear at once, the engine was probably reset and needs longer to list them again. */
    private static final int PATIENCE_AFTER_RESET = 3;

    /** The engine drops a batch after 24 hours (Apple's Batch Monitor manual). */
    private static final Duration LONGEST_SEARCH = Duration.ofHours(24);

    private final Policy policy;
    private @Nullable BatchStatus last;
    private @Nullable BatchStatus unconfirmedFailure;
    private boolean lost;
    private long lastSeen;
    private boolean gaveUp;
    /** Whether it was lost, or queries failed too long, since it was last listed. */
    private boolean missed;

    private int misses;
    private long firstMiss;
    private long lastAnswer;
    private long firstFault = -1;

    Watch(Policy policy, long nanos) {
        this.policy = policy;
        this.lastAnswer = nanos;
    }

    /** The meaning of an answer. */
    sealed interface Verdict {
        /** Nothing new. */
        record Same() implements Verdict {}

        /** The status text, the state, the percentage or the state of a job changed. */
        record Changed(BatchStatus status) implements Verdict {}

        /** The batch is lost. */
        record Lost(Duration unseenFor) implements Verdict {}

        /** A lost batch is listed again. */
        record Found(BatchStatus status) implements Verdict {}

        /** The engine reports a failure; poll again, since it can resubmit failed batches. */
        record PollAgain() implements Verdict {}

        /** A final state, confirmed. */
        record Ended(BatchStatus status) implements Verdict {}

        /** Lost for so long that further polls are useless. */
        record Abandoned() implements Verdict {}

        /** All queries failed for longer than the policy allows. */
        record GaveUp(Duration after) implements Verdict {}
    }

    Optional<BatchStatus> last() {
        return Optional.ofNullable(last);
    }

    /** Processes an answer with the batch. */
    Verdict seen(BatchStatus status, long nanos) {
        BatchStatus before = last;
        boolean back = missed;
        last = status;
        misses = 0;
        firstFault = -1;
        lastAnswer = nanos;
        lastSeen = nanos;
        if (status.state() == BatchState.FAILED && unconfirmedFailure == null) {
            unconfirmedFailure = status;
            return new Verdict.PollAgain();
        }
        lost = false;
        gaveUp = false;
        missed = false;
        unconfirmedFailure = status.state() == BatchState.FAILED ? status : null;
        if (status.state().isFinal()) {
            return new Verdict.Ended(status);
        }
        if (back) {
            return new Verdict.Found(status);
        }
        return before == null || differs(before, status) ? new Verdict.Changed(status) : new Verdict.Same();
    }

    /**
     * Processes an answer without the batch.
     *
     * @param pause the intended time between the last query and this one
     * @param engineReset whether all batches disappeared at once
     */
    Verdict missing(long nanos, Duration pause, boolean engineReset) {
        firstFault = -1;
        if (unconfirmedFailure != null) {
            // The engine has dropped the failed batch, not resubmitted it.
            return new Verdict.Ended(unconfirmedFailure);
        }
        boolean gap = nanos - lastAnswer
                > pause.multipliedBy(2).plus(policy.statusTimeout()).toNanos();
        if (misses == 0 || gap) {
            misses = 0;
            firstMiss = nanos;
        }
        misses++;
        lastAnswer = nanos;
        Duration unseen = Duration.ofNanos(nanos - firstMiss);
        Duration limit = engineReset ? policy.lostAfter().multipliedBy(PATIENCE_AFTER_RESET) : policy.lostAfter();
        if (lost && unseen.compareTo(LONGEST_SEARCH) >= 0) {
            return new Verdict.Abandoned();
        }
        if (lost || misses < policy.lostAnswers() || unseen.compareTo(limit) < 0) {
            return new Verdict.Same();
        }
        lost = true;
        missed = true;
        return new Verdict.Lost(unseen);
    }

    /**
     * The engine answers, though without the batch, which has no effect after a loss.
     *
     * @return whether the time for failing queries had expired and is reset
     */
    boolean answersAgain() {
        if (lost || !gaveUp) {
            return false;
        }
        gaveUp = false;
        firstFault = -1;
        return true;
    }

    /** Whether an answer after a moment listed the batch. */
    boolean wasSeenSince(long nanos) {
        return last != null && lastSeen > nanos;
    }

    /** Processes a failed query: the status is unknown, and counting starts again. */
    Verdict failed(long nanos) {
        misses = 0;
        if (firstFault < 0) {
            firstFault = nanos;
        }
        Duration silent = Duration.ofNanos(nanos - firstFault);
        if (gaveUp || silent.compareTo(policy.statusPatience()) < 0) {
            return new Verdict.Same();
        }
        gaveUp = true;
        missed = true;
        return new Verdict.GaveUp(silent);
    }

    /** Whether the last answer listed the batch. */
    boolean isListed() {
        return last != null && misses == 0 && !lost;
    }

    private static boolean differs(BatchStatus before, BatchStatus now) {
        return !before.text().equals(now.text())
                || !before.progress().percentComplete().equals(now.progress().percentComplete())
                || !states(before).equals(states(now));
    }

    private static List<StatusText> states(BatchStatus status) {
        return status.jobs().stream().map(JobStatus::text).toList();
    }
}
