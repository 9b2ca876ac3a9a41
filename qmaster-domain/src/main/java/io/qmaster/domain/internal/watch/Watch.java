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
 * What the answers about one batch add up to: a step function without time, threads or questions of its own. Every step is
 * told the moment on monotonic time, in nanoseconds. Not safe for threads.
 */
final class Watch {
    /** When all batches go at once the engine was probably reset, and needs longer to show them again. */
    private static final int PATIENCE_AFTER_RESET = 3;

    /** The engine itself forgets a batch after 24 hours (Apple's Batch Monitor manual). */
    private static final Duration LONGEST_SEARCH = Duration.ofHours(24);

    private final Policy policy;
    private @Nullable BatchStatus last;
    private @Nullable BatchStatus unconfirmedFailure;
    private boolean lost;
    private long lastSeen;
    private boolean gaveUp;
    /** Whether it was lost or given up since it was last seen. */
    private boolean missed;

    private int misses;
    private long firstMiss;
    private long lastAnswer;
    private long firstFault = -1;

    Watch(Policy policy, long nanos) {
        this.policy = policy;
        this.lastAnswer = nanos;
    }

    /** What an answer means. */
    sealed interface Verdict {
        /** Nothing new. */
        record Same() implements Verdict {}

        /** Words, state or per cent changed, or the state of a job. */
        record Changed(BatchStatus status) implements Verdict {}

        /** Out of sight, by the rules. */
        record Lost(Duration unseenFor) implements Verdict {}

        /** Back in sight. */
        record Found(BatchStatus status) implements Verdict {}

        /** It has failed by the engine's word; ask once more, since failed batches are resubmitted. */
        record LookAgain() implements Verdict {}

        /** A final state, confirmed. */
        record Ended(BatchStatus status) implements Verdict {}

        /** Lost for so long that asking on is no use. */
        record Abandoned() implements Verdict {}

        /** Every question failed for longer than the policy allows. */
        record GaveUp(Duration after) implements Verdict {}
    }

    Optional<BatchStatus> last() {
        return Optional.ofNullable(last);
    }

    /** An answer showed the batch. */
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
            return new Verdict.LookAgain();
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
     * An answer did not show the batch.
     *
     * @param pause the time that was meant to lie between the last question and this one
     * @param engineReset whether every batch went at once
     */
    Verdict missing(long nanos, Duration pause, boolean engineReset) {
        firstFault = -1;
        if (unconfirmedFailure != null) {
            // It was failed and is gone: the engine has forgotten it, not begun anew.
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
     * The engine answers, if without the batch. After a loss that is no news.
     *
     * @return whether the patience with it had run out, and begins anew
     */
    boolean answersAgain() {
        if (lost || !gaveUp) {
            return false;
        }
        gaveUp = false;
        firstFault = -1;
        return true;
    }

    /** Whether an answer behind a moment showed the batch. */
    boolean wasSeenSince(long nanos) {
        return last != null && lastSeen > nanos;
    }

    /** A question failed: nothing is known, and what was counted counts no more. */
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

    /** Whether the batch was in sight at the last answer. */
    boolean inSight() {
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
