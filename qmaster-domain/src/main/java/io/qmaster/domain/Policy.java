package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * All timeouts, limits and automatic actions of a {@link Qmaster}, with their defaults. Every time is positive and at
 * most ten years, unless it says otherwise. Methods with an argument return a copy. For library consumers. Immutable
 * and thread-safe.
 *
 * @param submissionTimeout timeout for all attempts of one submission together; 600 s, as in the Python module
 * @param settleWindow how long to look for a batch whose submission did not answer or was refused; failed queries are
 *     repeated for a further fifth of it, at least 1 s, and a query in progress may take 10 s
 * @param statusTimeout timeout of one status query
 * @param controlTimeout timeout of one call that cancels, pauses or resumes, and of the wait for its effect
 * @param fallback whether this computer may replace an unavailable cluster
 * @param retryDelays the pauses before the further attempts after temporary refusals; none means a single attempt.
 *     Compressor's background service restarts within about 2 s (field report, 2026). An engine can have queued a batch
 *     that it refused, so each pause is at least 5 s, during which the batch is looked for: the defaults give 5, 5 and
 *     10 s
 * @param firstPoll pause before the first status query of a batch
 * @param slowestPoll the longest pause between two status queries; not shorter than the first
 * @param lostAfter how long a batch must not be listed to be lost, in addition to {@link #lostAnswers()}
 * @param lostAnswers how many consecutive successful answers must not list it, at least 1
 * @param statusPatience how long all status queries may fail before waiting for a batch fails
 * @param stallAfter after how long without progress a running batch is reported as stalled
 * @param outputGrace how long an output may take to appear after the end of its batch, on a network volume for example
 * @param outputLook the pause between two checks of an output
 * @param outputStableFor how long an output must stay unchanged after the end of its batch if its structure does not
 *     show that it is complete: some engines write in bursts, 5 s apart for example
 * @param sourceFresh a source that was changed within this time is checked twice
 * @param sourceStableFor how long such a source must then stay unchanged
 * @param sourceTimeout how long to wait for a source that is still changing; zero rejects it at once
 * @param engineCalls the maximum number of concurrent engine calls, at least 1; each may run a program. One of them is
 *     reserved for queries. Further calls wait within their deadlines
 * @param minFreeBytes how many bytes must stay free on the volume of every output and of the journal, at least 0
 */
public record Policy(
        Duration submissionTimeout,
        Duration settleWindow,
        Duration statusTimeout,
        Duration controlTimeout,
        Fallback fallback,
        List<Duration> retryDelays,
        Duration firstPoll,
        Duration slowestPoll,
        Duration lostAfter,
        int lostAnswers,
        Duration statusPatience,
        Duration stallAfter,
        Duration outputGrace,
        Duration outputLook,
        Duration outputStableFor,
        Duration sourceFresh,
        Duration sourceStableFor,
        Duration sourceTimeout,
        int engineCalls,
        long minFreeBytes) {
    /** The longest time that is accepted, ten years: a long of nanoseconds overflows after 292 years. */
    static final Duration LONGEST = Duration.ofDays(3653);

    /** The defaults. */
    public static final Policy DEFAULT = new Draft().build();

    /** Whether this computer may replace a cluster that is not available. */
    public enum Fallback {
        /** Never. */
        NEVER,
        /** Only if the engine itself reports that the cluster is not available, and nothing was queued. */
        WHEN_UNAVAILABLE
    }

    /** @throws IllegalArgumentException if a value is out of range */
    public Policy {
        positive("submission timeout", submissionTimeout);
        positive("settle window", settleWindow);
        positive("status timeout", statusTimeout);
        positive("control timeout", controlTimeout);
        retryDelays = List.copyOf(retryDelays);
        retryDelays.forEach(delay -> positive("retry delay", delay));
        positive("first poll", firstPoll);
        positive("longest pause between polls", slowestPoll);
        positive("time after which a batch is lost", lostAfter);
        positive("time that status queries may fail", statusPatience);
        positive("time after which a batch is stalled", stallAfter);
        positive("time for an output to appear", outputGrace);
        positive("pause between checks of an output", outputLook);
        positive("time that an output must stay unchanged", outputStableFor);
        positive("age of a recently changed source", sourceFresh);
        positive("time that a source must stay unchanged", sourceStableFor);
        if (sourceTimeout.isNegative()) {
            throw new IllegalArgumentException("the time to wait for a source must not be negative");
        }
        if (engineCalls < 1) {
            throw new IllegalArgumentException(
                    "the number of concurrent engine calls must be at least 1, not " + engineCalls);
        }
        if (minFreeBytes < 0) {
            throw new IllegalArgumentException("the free space to leave must not be negative");
        }
        if (lostAnswers < 1) {
            throw new IllegalArgumentException(
                    "the number of answers that do not list a lost batch must be at least 1");
        }
        if (slowestPoll.compareTo(firstPoll) < 0) {
            throw new IllegalArgumentException("the longest pause between polls must not be shorter than the first");
        }
    }

    /** The same with another timeout for all attempts of one submission. */
    public Policy submissionTimeout(Duration time) {
        return changed(draft -> draft.submissionTimeout = time);
    }

    /** The same with another time to look for a batch whose submission did not answer. */
    public Policy settleWindow(Duration time) {
        return changed(draft -> draft.settleWindow = time);
    }

    /** The same with another timeout of a status query. */
    public Policy statusTimeout(Duration time) {
        return changed(draft -> draft.statusTimeout = time);
    }

    /** The same with another timeout of a call that cancels, pauses or resumes. */
    public Policy controlTimeout(Duration time) {
        return changed(draft -> draft.controlTimeout = time);
    }

    /** The same with another rule for falling back. */
    public Policy fallback(Fallback rule) {
        return changed(draft -> draft.fallback = requireNonNull(rule, "fallback"));
    }

    /** The same with other pauses before further attempts after temporary refusals; none means a single attempt. */
    public Policy retryDelays(List<Duration> pauses) {
        return changed(draft -> draft.retryDelays = pauses);
    }

    /** The same with a constant polling interval. */
    public Policy pollEvery(Duration time) {
        return changed(draft -> {
            draft.firstPoll = time;
            draft.slowestPoll = time;
        });
    }

    /** The same with another time after which a batch is lost. */
    public Policy lostAfter(Duration time) {
        return changed(draft -> draft.lostAfter = time);
    }

    /** The same with another time that status queries may fail. */
    public Policy statusPatience(Duration time) {
        return changed(draft -> draft.statusPatience = time);
    }

    /** The same with another time after which a batch is reported as stalled. */
    public Policy stallAfter(Duration time) {
        return changed(draft -> draft.stallAfter = time);
    }

    /** The same with another time for an output to appear. */
    public Policy outputGrace(Duration time) {
        return changed(draft -> draft.outputGrace = time);
    }

    /** The same with another time that an output without a verifiable structure must stay unchanged. */
    public Policy outputStableFor(Duration time) {
        return changed(draft -> draft.outputStableFor = time);
    }

    /** The same with another time that a recently changed source must stay unchanged. */
    public Policy sourceStableFor(Duration time) {
        return changed(draft -> draft.sourceStableFor = time);
    }

    /** The same with another time to wait for a source that is still changing. */
    public Policy sourceTimeout(Duration time) {
        return changed(draft -> draft.sourceTimeout = time);
    }

    /** The same with another limit on concurrent engine calls. */
    public Policy engineCalls(int atOnce) {
        return changed(draft -> draft.engineCalls = atOnce);
    }

    /** The same with another number of bytes that must stay free on the volumes of outputs and journal. */
    public Policy minFreeBytes(long bytes) {
        return changed(draft -> draft.minFreeBytes = bytes);
    }

    private Policy changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.build();
    }

    private static void positive(String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("the " + what + " must be positive, not " + time);
        }
        if (time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the " + what + " must be at most ten years, not " + time);
        }
    }

    /** A mutable policy, with the defaults at first. */
    private static final class Draft {
        private Duration submissionTimeout = Duration.ofMinutes(10);
        private Duration settleWindow = Duration.ofSeconds(90);
        private Duration statusTimeout = Duration.ofSeconds(60);
        private Duration controlTimeout = Duration.ofSeconds(60);
        private Fallback fallback = Fallback.WHEN_UNAVAILABLE;
        private List<Duration> retryDelays =
                List.of(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10));
        private Duration firstPoll = Duration.ofSeconds(1);
        private Duration slowestPoll = Duration.ofSeconds(30);
        private Duration lostAfter = Duration.ofSeconds(90);
        private int lostAnswers = 3;
        private Duration statusPatience = Duration.ofMinutes(30);
        private Duration stallAfter = Duration.ofMinutes(30);
        private Duration outputGrace = Duration.ofSeconds(30);
        private Duration outputLook = Duration.ofSeconds(1);
        private Duration outputStableFor = Duration.ofSeconds(10);
        private Duration sourceFresh = Duration.ofSeconds(10);
        private Duration sourceStableFor = Duration.ofSeconds(2);
        private Duration sourceTimeout = Duration.ZERO;
        private int engineCalls = 4;
        private long minFreeBytes = 0;

        Draft() {}

        Draft(Policy policy) {
            submissionTimeout = policy.submissionTimeout;
            settleWindow = policy.settleWindow;
            statusTimeout = policy.statusTimeout;
            controlTimeout = policy.controlTimeout;
            fallback = policy.fallback;
            retryDelays = policy.retryDelays;
            firstPoll = policy.firstPoll;
            slowestPoll = policy.slowestPoll;
            lostAfter = policy.lostAfter;
            lostAnswers = policy.lostAnswers;
            statusPatience = policy.statusPatience;
            stallAfter = policy.stallAfter;
            outputGrace = policy.outputGrace;
            outputLook = policy.outputLook;
            outputStableFor = policy.outputStableFor;
            sourceFresh = policy.sourceFresh;
            sourceStableFor = policy.sourceStableFor;
            sourceTimeout = policy.sourceTimeout;
            engineCalls = policy.engineCalls;
            minFreeBytes = policy.minFreeBytes;
        }

        Policy build() {
            return new Policy(
                    submissionTimeout,
                    settleWindow,
                    statusTimeout,
                    controlTimeout,
                    fallback,
                    retryDelays,
                    firstPoll,
                    slowestPoll,
                    lostAfter,
                    lostAnswers,
                    statusPatience,
                    stallAfter,
                    outputGrace,
                    outputLook,
                    outputStableFor,
                    sourceFresh,
                    sourceStableFor,
                    sourceTimeout,
                    engineCalls,
                    minFreeBytes);
        }
    }
}
