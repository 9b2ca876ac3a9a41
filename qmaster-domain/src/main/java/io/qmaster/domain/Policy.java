package io.qmaster.domain;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How patient we are, and what may be done without asking. All defaults are here. Immutable; the methods that take an
 * argument copy.
 *
 * @param submissionTimeout for all attempts of one submission together; the Python module's 600 s
 * @param settleWindow how long to look for a batch whose submission did not answer or was refused; queries that
 *     fail are repeated until a fifth of it later but at least a second, and one that began may take 10 s
 * @param statusTimeout for one question for status
 * @param controlTimeout for one call that cancels, pauses or resumes, and for its effect to be seen
 * @param fallback whether this computer may stand in for a cluster
 * @param retryDelays the pauses before further attempts after passing refusals, one for each; none means no second attempt. Compressor's
 *     background service is back after about 2 s (field report, 2026). A further attempt comes at least 5 s after such a
 *     refusal, so that with the defaults the pauses are 5, 5 and 10 s: an engine can have queued a batch that it refused, and
 *     it is looked for during 5 s first, since it must not be submitted twice
 * @param firstPoll after how long a batch is first asked for
 * @param slowestPoll the longest pause between two questions
 * @param lostAfter how long a batch must be out of sight to be lost, besides {@link #lostAnswers()}
 * @param lostAnswers how many successful answers in a row must lack it
 * @param statusPatience how long every question may fail before waiting for a batch fails
 * @param stallAfter after how long without progress a running batch is said to stall
 * @param outputGrace how long an output may take to show up, on a network volume for example
 * @param outputLook the pause between two looks at an output
 * @param outputStableFor how long an output must stay unchanged after the end of its batch if its structure does not say that
 *     it is whole: some engines write in bursts, 5 s apart for example
 * @param sourceFresh how recently a source must have been changed to be looked at twice
 * @param sourceStableFor how long such a source must then stay unchanged
 * @param sourceTimeout how long to wait for a source that still changes; zero refuses it at once
 * @param engineCalls how many calls of the engine run at once at most, each of which may be a program; all but one of them may
 *     submit or control, so that queries go on. More wait for their turn within their deadlines
 * @param minFreeBytes what must be left on the volume of every output, and on that of the journal
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
    /** The longest time that is told from for ever: ten years. Reckoning in nanoseconds ends at 292. */
    static final Duration LONGEST = Duration.ofDays(3653);

    /** The defaults. */
    public static final Policy DEFAULT = new Draft().build();

    /** Whether this computer may stand in for a cluster that is not available. */
    public enum Fallback {
        /** It may not. */
        NEVER,
        /** It may, when the engine itself said that the cluster is not available, and nothing was queued. */
        WHEN_UNAVAILABLE
    }

    /** @throws IllegalArgumentException if a time is not positive, or the slowest poll is faster than the first */
    public Policy {
        positive("submission timeout", submissionTimeout);
        positive("settle window", settleWindow);
        positive("status timeout", statusTimeout);
        positive("control timeout", controlTimeout);
        retryDelays = List.copyOf(retryDelays);
        retryDelays.forEach(delay -> positive("retry delay", delay));
        positive("first poll", firstPoll);
        positive("slowest poll", slowestPoll);
        positive("time after which a batch is lost", lostAfter);
        positive("patience with failing questions", statusPatience);
        positive("time after which a batch stalls", stallAfter);
        positive("grace for outputs", outputGrace);
        positive("pause between looks at an output", outputLook);
        positive("time that an output must stay unchanged", outputStableFor);
        positive("age of a fresh source", sourceFresh);
        positive("time that a source must stay unchanged", sourceStableFor);
        if (sourceTimeout.isNegative()) {
            throw new IllegalArgumentException("the time to wait for a source must not be negative");
        }
        if (engineCalls < 1) {
            throw new IllegalArgumentException("at least one call of the engine must be allowed, not " + engineCalls);
        }
        if (minFreeBytes < 0) {
            throw new IllegalArgumentException("the free space to leave must not be negative");
        }
        if (lostAnswers < 1) {
            throw new IllegalArgumentException("at least one answer must lack a lost batch");
        }
        if (slowestPoll.compareTo(firstPoll) < 0) {
            throw new IllegalArgumentException("the slowest poll must not be faster than the first");
        }
    }

    /** The same with another time for all attempts of one submission. */
    public Policy submissionTimeout(Duration time) {
        return changed(draft -> draft.submissionTimeout = time);
    }

    /** The same with another time to look for a batch whose submission did not answer. */
    public Policy settleWindow(Duration time) {
        return changed(draft -> draft.settleWindow = time);
    }

    /** The same with another time for one question for status. */
    public Policy statusTimeout(Duration time) {
        return changed(draft -> draft.statusTimeout = time);
    }

    /** The same with another time for one call that cancels, pauses or resumes. */
    public Policy controlTimeout(Duration time) {
        return changed(draft -> draft.controlTimeout = time);
    }

    /** The same with another rule for falling back. */
    public Policy fallback(Fallback rule) {
        return changed(draft -> draft.fallback = requireNonNull(rule, "fallback"));
    }

    /** The same with other pauses before further attempts after passing refusals; none means no second attempt. */
    public Policy retryDelays(List<Duration> pauses) {
        return changed(draft -> draft.retryDelays = pauses);
    }

    /** The same, asking every so often without growing pauses. */
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

    /** The same with another patience with failing questions. */
    public Policy statusPatience(Duration time) {
        return changed(draft -> draft.statusPatience = time);
    }

    /** The same with another time after which a batch is said to stall. */
    public Policy stallAfter(Duration time) {
        return changed(draft -> draft.stallAfter = time);
    }

    /** The same with another grace for outputs. */
    public Policy outputGrace(Duration time) {
        return changed(draft -> draft.outputGrace = time);
    }

    /** The same with another time that an output must stay unchanged whose structure does not say that it is whole. */
    public Policy outputStableFor(Duration time) {
        return changed(draft -> draft.outputStableFor = time);
    }

    /** The same with another time that a fresh source must stay unchanged. */
    public Policy sourceStableFor(Duration time) {
        return changed(draft -> draft.sourceStableFor = time);
    }

    /** The same with another time to wait for a source that still changes. */
    public Policy sourceTimeout(Duration time) {
        return changed(draft -> draft.sourceTimeout = time);
    }

    /** The same with another limit on the calls of the engine that run at once. */
    public Policy engineCalls(int atOnce) {
        return changed(draft -> draft.engineCalls = atOnce);
    }

    /** The same with another demand for free space on the volumes of outputs, in bytes. */
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
            throw new IllegalArgumentException("the " + what + " must be longer than nothing, not " + time);
        }
        if (time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the " + what + " must be at most ten years, not " + time);
        }
    }

    /** A policy while it is being changed; it begins with the defaults. */
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
