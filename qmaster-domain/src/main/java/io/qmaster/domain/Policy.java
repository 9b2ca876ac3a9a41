package io.qmaster.domain;

import java.time.Duration;

/**
 * How patient we are, and what may be done without asking. All defaults are here. Immutable; the methods that take an
 * argument copy.
 *
 * @param submissionTimeout for all attempts of one submission together; the Python module's 600 s
 * @param settleWindow how long to look for a batch whose submission did not answer
 * @param statusTimeout for one question for status
 * @param controlTimeout for one call that cancels, pauses or resumes
 * @param fallback whether this computer may stand in for a cluster
 * @param retryDelay before the second attempt after a passing refusal; Compressor's background service is back after
 *     about 2 s (field report, 2026)
 * @param firstPoll after how long a batch is first asked for
 * @param slowestPoll the longest pause between two questions
 * @param lostAfter how long a batch must be out of sight to be lost, besides {@link #lostAnswers()}
 * @param lostAnswers how many successful answers in a row must lack it
 * @param statusPatience how long every question may fail before waiting for a batch fails
 * @param outputGrace how long an output may take to show up, on a network volume for example
 * @param outputLook the pause between two looks at an output
 */
public record Policy(
        Duration submissionTimeout,
        Duration settleWindow,
        Duration statusTimeout,
        Duration controlTimeout,
        Fallback fallback,
        Duration retryDelay,
        Duration firstPoll,
        Duration slowestPoll,
        Duration lostAfter,
        int lostAnswers,
        Duration statusPatience,
        Duration outputGrace,
        Duration outputLook) {
    /** The defaults. */
    public static final Policy DEFAULT = new Policy(
            Duration.ofSeconds(600),
            Duration.ofSeconds(90),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Fallback.WHEN_UNAVAILABLE,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(90),
            3,
            Duration.ofMinutes(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1));

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
        positive("retry delay", retryDelay);
        positive("first poll", firstPoll);
        positive("slowest poll", slowestPoll);
        positive("time after which a batch is lost", lostAfter);
        positive("patience with failing questions", statusPatience);
        positive("grace for outputs", outputGrace);
        positive("pause between looks at an output", outputLook);
        if (lostAnswers < 1) {
            throw new IllegalArgumentException("at least one answer must lack a lost batch");
        }
        if (slowestPoll.compareTo(firstPoll) < 0) {
            throw new IllegalArgumentException("the slowest poll must not be faster than the first");
        }
    }

    /** The same with another time for all attempts of one submission. */
    public Policy submissionTimeout(Duration time) {
        return copy(time, settleWindow, statusTimeout, fallback, firstPoll, slowestPoll, lostAfter, statusPatience);
    }

    /** The same with another time to look for a batch whose submission did not answer. */
    public Policy settleWindow(Duration time) {
        return copy(
                submissionTimeout, time, statusTimeout, fallback, firstPoll, slowestPoll, lostAfter, statusPatience);
    }

    /** The same with another time for one question for status. */
    public Policy statusTimeout(Duration time) {
        return copy(submissionTimeout, settleWindow, time, fallback, firstPoll, slowestPoll, lostAfter, statusPatience);
    }

    /** The same with another rule for falling back. */
    public Policy fallback(Fallback rule) {
        return copy(
                submissionTimeout,
                settleWindow,
                statusTimeout,
                rule,
                firstPoll,
                slowestPoll,
                lostAfter,
                statusPatience);
    }

    /** The same, asking every so often without growing pauses. */
    public Policy pollEvery(Duration time) {
        return copy(submissionTimeout, settleWindow, statusTimeout, fallback, time, time, lostAfter, statusPatience);
    }

    /** The same with another time after which a batch is lost. */
    public Policy lostAfter(Duration time) {
        return copy(
                submissionTimeout, settleWindow, statusTimeout, fallback, firstPoll, slowestPoll, time, statusPatience);
    }

    /** The same with another patience with failing questions. */
    public Policy statusPatience(Duration time) {
        return copy(submissionTimeout, settleWindow, statusTimeout, fallback, firstPoll, slowestPoll, lostAfter, time);
    }

    private Policy copy(
            Duration submission,
            Duration settle,
            Duration status,
            Fallback rule,
            Duration first,
            Duration slowest,
            Duration lost,
            Duration patience) {
        return new Policy(
                submission,
                settle,
                status,
                controlTimeout,
                rule,
                retryDelay,
                first,
                slowest,
                lost,
                lostAnswers,
                patience,
                outputGrace,
                outputLook);
    }

    private static void positive(String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("the " + what + " must be longer than nothing, not " + time);
        }
    }
}
